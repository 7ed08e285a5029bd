"""Words that say how a capital letter is to be read: English, and known without a text."""


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMMON = _listed("""
    a about above absolutely according across actually add after again against ago all allow
    almost alone along already also although always am amid among an and another any anybody
    anyone anything anyway apart apparently are aren around article as ask asked at attached
    away back basically be because been before behind being below besides better between beyond
    both bring but buy by call called came can cannot certainly check clearly click come
    comments considering contact could currently date day days dear definitely despite details
    did didn do does doesn doing don done down due during each earlier early either else email
    end enjoy enough especially even eventually ever every everybody everyone everything
    everywhere exactly excellent except far feel few fewer file finally find following for
    former fortunately forward found free from full further furthermore game games generally get
    gets getting give given gives go going got had half hardly has hasn hate have having he
    hello help hence her here hers herself hey hi highly him himself his home honestly hope
    hopefully how however i if image important in indeed initially inside instead interested
    into is isn it its itself job join just keep kind know known last late later latest least
    leave less let lets like likely live long look looking looks lots love luckily mainly make
    makes making many may maybe me mean meanwhile meet met might mine more moreover most mostly
    much must my myself near nearly need needs neither never nevertheless next nice no nobody
    none nor normally not note nothing now nowhere obviously of off often oh ok okay on once one
    ones only onto open or order originally other others otherwise our ours ourselves out
    outside over overall own page part people per perfect perhaps personally phone photo picture
    place play please plenty plus posted possibly previously price prices probably put question
    questions quick quite rather re read really reason recent recently regarding regardless
    regards related remember reply report result results return review right run sadly said same
    save saw say says search section see seems seen sell send sent separately seriously service
    set several shall share she should show showing shows similarly simply since so some
    somebody somehow someone something sometimes somewhat somewhere soon sorry source speaking
    standings staff start started starting still stop subject such suggest summary sure surely
    take taken talk tell terrible text than thank thanks that the their theirs them themselves
    then there therefore these they thing things think this those though thought through
    throughout thus till time times title to today together tomorrow tonight too took total
    totally toward towards tried truly try trying turn two type typically under unfortunately
    unless unlike until up update updated upon us use used users using usual usually various
    very via video view visit wait want wanted was wasn watch way we week well went were weren
    what whatever when whenever where whereas wherever whether which while who whoever whole
    whom whose why will winner wish with within without wonder wonderful words work would wow
    write wrong yeah year years yes yesterday yet you your yours yourself
    """)
"""What begins a sentence or is written large for its weight, and names nothing."""

HEADS = _listed("""
    bad best big bright central east eastern eight first five four general good grand great high
    inner little lower main many mount national new nine north northern old one outer royal
    second seven six small south southern super ten third three top two united upper west
    western white young
    """)
"""What names nothing alone, but may begin a name that goes on: "New York", "First Bank"."""

TITLES = _listed("""
    mr mrs ms miss dr doctor prof professor sir lord lady madam president vice premier
    chancellor minister senator sen congressman congresswoman rep representative governor gov
    mayor judge justice king queen prince princess general gen colonel col captain capt
    lieutenant lt major maj sergeant sgt admiral secretary chairman spokesman spokeswoman
    director coach bishop archbishop cardinal sheikh shaikh ayatollah imam aunt uncle herr frau
    monsieur madame mme
    """)
"""What stands before a person's name and is no part of it."""

CALENDAR = _listed("""
    monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december mon tue tues wed thu thur thurs fri sat
    sun jan feb mar apr jun jul aug sep sept oct nov dec am pm gmt est edt pst pdt
    """)
"""Days and months: dates where the label set has them, else nothing."""

UNITS = _listed("""
    % percent percentage dollar dollars euro euros pound pounds yen yuan franc francs mark marks
    cent cents pence bn m hundred thousand million billion trillion dozen meter meters metre
    metres km kilometer kilometers kilometre kilometres mile miles foot feet inch inches kg
    kilogram kilograms gram grams ton tons tonne tonnes liter liters litre litres second seconds
    minute minutes hour hours day days week weeks month months year years decade decades century
    centuries degree degrees acre acres hectare hectares barrel barrels
    """)
NUMBERS = _listed("""
    one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty
    fifty first second third fourth fifth
    """)
INSIDE = _listed(
    "of the de du des di da do dos von van der den del della la le al el bin ibn & y e"
)
"""What may stand in lower case inside a name."""

BEFORE = _listed("al el bin ibn abu van von")
"""What may begin a name in lower case, before a capital."""

BEFORE_HYPHEN = _listed("al an ar as ash at az el")
"""The same, if a hyphen comes between."""

COMPANIES = _listed("inc inc. ltd ltd. llc co co. corp corp. plc gmbh ag jr jr. sr sr.")
"""What belongs to a name across a comma."""
