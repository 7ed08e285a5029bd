"""Training, evaluating and the learning curve: windows beside the article.

They are windows and no pages: whoever labels while it trains keeps the article and its keys,
sees the curve grow beside it, and walks through errors with the article in sight.
"""
