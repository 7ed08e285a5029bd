"""The article view: layout, painting and input of the text that is labelled."""
