"""What one clause says: an order, a cancellation, a question, or nothing that concerns an order."""

import re
from enum import IntEnum, auto

from shop.comments.clauses import Clause


class Says(IntEnum):
    """What a clause says of the goods in it."""

    ORDER = auto()
    ADD = auto()
    CHANGE = auto()
    CANCEL = auto()
    CANCEL_ALL = auto()
    LESS = auto()
    BARE = auto()  # goods or numbers alone: what it means depends on what stands before
    QUESTION = auto()
    PERHAPS = auto()  # to be asked
    LATER = auto()  # not now, and so is what follows
    PAST = auto()  # of others, of what was, not wanted
    NOTHING = auto()


_REFUSED = re.compile(r"n[VAXYSLv]")
_REFUSING = ("lấy", "lấy cho")
_HAGGLED = frozenset({"giảm nữa", "giảm thêm", "fix", "bớt thêm", "bớt nữa", "bớt giá", "thiếu", "tính", "quên"})
_BRINGING = frozenset({"giao", "giao cho", "ship", "ship cho", "gửi", "gửi cho", "giao hàng"})
_OTHER_THINGS = re.compile(r"[uU]")
_WHERE = ("đâu", "mô!", "gì")  # "không lấy đâu" and "chưa lấy gì" ask nothing
_PLAIN_NOT = ("không", "ko", "k", "kh", "hok", "hông", "khong", "kg", "hem", "khum", "kô", "hổng", "khỏi")
_TOLD = re.compile(r"[3pbr]")
_OTHERS = re.compile(r"[3prnq]")  # of others, of what was, or not wanted
_LATER = re.compile(r"d.*[VvCN]|^d|dr")  # "mai lấy 2 hộp", "để mai rồi mua"
_EITHER = re.compile(r"C?[ugbO$]+mC?[ugbO$]+")  # "gà ta hay gà công nghiệp"
_BETTER = re.compile(r"C+mC+[ugb@]+")  # "A12 hay B3 ngon hơn"
_PLACED_BEFORE = re.compile(r"X[^CNqn]*pV")  # "hủy giúp em đơn vừa đặt"
_BROUGHT_LATER = re.compile(r"d[v@](?=.*N)(?=.*C)[NwDHhUxOCv]*")  # "mai giao em 2 hộp A12"
_COUNTED_FIRST = re.compile(r"[vV]?(?:Cx[Nw]|[Nw]xC)[ODU]?[ua?]+")  # "A12 x2 P1205 CT5"
_ACTS = re.compile(r"[VvAXYSL]")
_INTRODUCED = re.compile(r"u{1,2}[^ug]*C[^ug]*[NwD][^ug]*|u{1,2}[^ug]*[NwD][^ug]*C[^ug]*")
_SORT = re.compile(r"Cu{1,2}[Nw]D?U")  # "cam sành 3kg"
_COUNTED_GOODS = re.compile(r"[^RizcgA$]*(?:[Nw]D?O?UO?C|CO?[Nw]D?U)[^Rizcg$]*")  # whatever else is said: to be asked
_NAMED_BEHIND = re.compile(r"(?:[CN]+x?[NwD][^ugRizc$]*|[^ugRizc$]*[NwD][^ugRizc$]*C[^ugRizc$]*)u{1,5}")
_DOUBTS = re.compile(
    r"m"  # perhaps, or one of two
    r"|\$.*V|V\$"  # haggled
    r"|[CN].*g"  # praised, which is said of what one has
    r"|Nu"  # counted in an unknown unit
    r"|L.*V.*N"  # one less, or so many in all
)
_ONE_DAY = re.compile(r"C?gV?A")  # "ngon lấy thêm"
_DESCRIBED = re.compile(r"V[Nw]D?UCg")  # "lấy 5kg cam ngọt"
_OTHER_TIME = re.compile(r"[^VvCNwD]*u[^VvCNwD]*[Vv][^NwD]*")  # "dịp khác lấy A12", but "Lan lấy 2 hộp"
_ELSE_UNDONE = re.compile(r"^[^CNwDEO]*[XS]u[^CNwDEO]*$")  # "đổi ca trực"
_OTHER_VERB = re.compile(r"[Vv][^CNwD]*u[^CNwD]*[CNwD]")  # "cho em ngắm A12"
_GOODS = re.compile(r"[CNw]")
_MORE = re.compile(r"[VvCNwDEO]")
_ORDERS = re.compile(r"[VvX]")
_SAID_OF = re.compile(r"[ug]")  # "mẹ em thích A12"
_OTHER_WORDS = re.compile(r"[ugRizc$]")
_NEW_NUMBER = re.compile(r"(?=.*C)(?=.*T)(?=.*N)")


def judge(clause: Clause) -> Says:
    """What `clause` says."""
    kinds = clause.kinds
    if kinds[:1] == "~":
        return Says.PAST
    refused = _REFUSED.search(kinds)
    if refused is not None:
        return _refusal(clause, refused.start())
    if "q" in kinds or kinds.rstrip("3")[-1:] == "n":
        return Says.QUESTION
    if (clause.asks and not _ACTS.search(kinds)) or ("m" in kinds and _either(clause)):
        return Says.QUESTION
    return _elsewhen(clause) or _wish(clause, kinds)


def _elsewhen(clause: Clause) -> Says | None:
    """What a clause says that is not, or not only, of now; None of all others."""
    kinds = clause.kinds
    if "p" in kinds and _PLACED_BEFORE.fullmatch(kinds):
        return Says.CANCEL
    if "d" in kinds and _BROUGHT_LATER.fullmatch(kinds) and _BRINGING.intersection(clause.values):
        return Says.ORDER
    if "d" in kinds and "p" not in kinds and _LATER.search(kinds):
        return Says.LATER
    if "b" in kinds and _COUNTED_GOODS.fullmatch(kinds) and not (_OTHERS.search(kinds) or _HAGGLED & {*clause.values}):
        return Says.PERHAPS  # "chồng em bảo lấy 2 chai mật ong"
    return Says.PAST if "n" in kinds or _TOLD.search(kinds.removeprefix("r")) else None


def said_behind(clause: Clause, following: list[Clause]) -> Says:
    """What is said of goods that are joined with `và` to those behind them."""
    says = Says.BARE
    for behind in following:
        if clause.ended != "&" or says is not Says.BARE:
            break
        clause, says = behind, judge(behind)
    return says


def _either(clause: Clause) -> bool:
    """Whether one of two things is asked that are no goods, `chai nhựa hay thủy tinh`, or which goods are better."""
    asked = _EITHER.fullmatch(clause.kinds) or _BETTER.fullmatch(clause.kinds)
    return asked is not None and clause.values[clause.kinds.index("m")] == "hay"


def _refusal(clause: Clause, at: int) -> Says:
    """`không lấy A12` takes back; `chưa lấy A12` and `đừng chốt` only say that nothing is wanted."""
    kinds = clause.kinds
    verb = clause.values[at + 1]
    asked = [value for kind, value in zip(kinds, clause.values, strict=True) if kind == "q"]
    if clause.asks or any(value not in _WHERE for value in asked):
        return Says.QUESTION
    if "C" not in kinds and _OTHER_THINGS.search(kinds):
        return Says.PAST  # "không lấy túi nilon đâu"
    plainly = clause.values[at] in _PLAIN_NOT or (clause.values[at] == "đừng" and "G" in kinds and "C" in kinds)
    no_more = "G" in kinds and verb != "ủng hộ"
    taken_back = kinds[at + 1] == "V" and (verb in _REFUSING or no_more) and plainly
    return Says.CANCEL if taken_back and not _TOLD.search(kinds) else Says.PAST


def _wish(clause: Clause, kinds: str) -> Says:
    act = _act(kinds)
    if act is Says.BARE:
        return _bare(kinds, clause.ended == "t")
    if act is Says.NOTHING:
        return act
    if act in {Says.CANCEL, Says.CHANGE} and _ELSE_UNDONE.search(kinds):
        return Says.NOTHING
    if act is Says.LESS and ("$" in kinds or not _GOODS.search(kinds)):
        return Says.NOTHING  # haggling
    if act is Says.ADD and _ONE_DAY.fullmatch(kinds):
        return Says.NOTHING
    doubtful = clause.asks or (_DOUBTS.search(kinds) is not None and _DESCRIBED.fullmatch(kinds) is None)
    if act is Says.ORDER:
        doubtful = doubtful or bool(_OTHER_VERB.search(kinds) or _OTHER_TIME.fullmatch(kinds))
    return Says.PERHAPS if doubtful else act


def _act(kinds: str) -> Says:
    if "Y" in kinds:
        return Says.CANCEL if "C" in kinds else Says.CANCEL_ALL
    if "S" in kinds or ("R" in kinds and _NEW_NUMBER.match(kinds)):
        return Says.CHANGE
    if "L" in kinds:
        return Says.LESS
    if "X" in kinds and "k" not in kinds:
        return Says.CANCEL
    if "A" in kinds or "G" in kinds:
        return Says.ADD if _MORE.search(kinds) else Says.NOTHING
    return Says.ORDER if _ORDERS.search(kinds) else Says.BARE


def _bare(kinds: str, signed: bool) -> Says:
    if "m" in kinds:
        return Says.PERHAPS if "C" in kinds and not _SAID_OF.search(kinds) else Says.NOTHING
    if not _OTHER_WORDS.search(kinds) or _COUNTED_FIRST.fullmatch(kinds):
        return Says.BARE
    if _NAMED_BEHIND.fullmatch(kinds):
        return Says.BARE if signed else Says.PERHAPS  # a name before a telephone number
    asked = _INTRODUCED.fullmatch(kinds) or _SORT.fullmatch(kinds) or _COUNTED_GOODS.fullmatch(kinds)
    return Says.PERHAPS if asked else Says.NOTHING
