"""Words for a state key and for the result of a check, in the languages of terminals."""

from collections.abc import Callable

from .calendar_words import fold

#: Codes of terminals: in, out, break out, break in, overtime in, overtime out.
CODES = frozenset(["0", "1", "2", "3", "4", "5", "255"])
NO_KEY = 255
_IN, _OUT, _BREAK_OUT, _BREAK_IN, _OVERTIME_IN, _OVERTIME_OUT = range(6)

#: State to its words, folded: letters and digits only.
_WORDS = {
    _IN: "in i checkin cin clockin timein entry enter entrance signin punchin dutyon ondutyin"
    " dutyin entrada entrar ingreso entrante entree arrivee kommen eingang ein entrata"
    " ingresso inkomst binnen wejscie prichod giris masuk scanmasuk vao вход приход вхід"
    " 上班 上班签到 签到 进 出勤 入室 출근 입실 دخول حضور تسجيلالدخول เข้า เข้างาน",
    _OUT: "out o checkout cout clockout timeout exit leave signout punchout dutyoff dutyout salida"
    " salir egreso saida sortie depart gehen ausgang aus uscita buiten wyjscie odchod cikis"
    " keluar pulang scanpulang ra выход уход вихід 下班 下班签退 签退 出 退勤 退室 퇴근 퇴실"
    " خروج انصراف تسجيلالخروج ออก ออกงาน",
    _BREAK_OUT: "breakout startbreak breakstart outforbreak goout mealout mealstart"
    " lunchout lunchstart salidadescanso iniciodescanso saidaintervalo iniciointervalo"
    " debutpause pausenbeginn pausebeginn inizopausa iniziopausa molacikis перерыв"
    " 外出 休息开始 外出开始 خروجاستراحة",
    _BREAK_IN: "breakin endbreak breakend inforbreak mealin mealend lunchin lunchend"
    " entradadescanso findescanso retornointervalo fimintervalo finpause pausenende"
    " pauseende finepausa moladonus 外出返回 休息结束 返回 دخولاستراحة",
    _OVERTIME_IN: "overtimein otin overtimestart overtimecheckin entradaextra iniciohe"
    " 加班签到 加班上班 加班开始 دخولاضافي",
    _OVERTIME_OUT: "overtimeout otout overtimeend overtimecheckout salidaextra fimhe"
    " 加班签退 加班下班 加班结束 خروجاضافي",
}
_STATES = {
    fold(word): state for state, words in _WORDS.items() for word in words.split()
}
#: Words that mean a break at some terminals and the end of work at others.
_ON_THE_WAY = {"out": (_OUT, _BREAK_OUT), "outback": (_IN, _BREAK_IN)}
_NO_STATE = frozenset(
    ["", "255", "none", "undefined", "unknown", "null", "na", "default"]
)

_PASSED_WORDS = [
    "succe",
    "granted",
    "passed",
    "allowed",
    "valid",
    "approved",
    "authorized",
    "exito",
    "concedido",
    "permitido",
    "reussi",
    "autorise",
    "erfolg",
    "riuscito",
    "basarili",
    "berhasil",
    "успешно",
    "разрешен",
    "成功",
    "通过",
    "성공",
    "نجح",
    "ناجح",
]
_SHORT_PASSED = frozenset(["ok", "yes", "true", "pass", "normal"])
_FAILED_WORDS = [
    "fail",
    "denied",
    "deny",
    "invalid",
    "reject",
    "refus",
    "error",
    "unauthorized",
    "notallowed",
    "notgranted",
    "unsuccess",
    "expired",
    "blocked",
    "timeout",
    "unknown",
    "notregistered",
    "notmatch",
    "mismatch",
    "wrong",
    "illegal",
    "antipassback",
    "false",
    "fallo",
    "denegado",
    "negado",
    "echec",
    "verweigert",
    "fehlgeschlagen",
    "negato",
    "basarisiz",
    "gagal",
    "отказ",
    "запрещ",
    "ошибка",
    "失败",
    "拒绝",
    "실패",
    "فشل",
    "مرفوض",
]


_PASSED, _FAILED = list(map(fold, _PASSED_WORDS)), list(map(fold, _FAILED_WORDS))


def read_state(
    text: str, with_breaks: bool = False, codes: str = "zk"
) -> tuple[int | None, bool]:
    """Return the state a text names, ``None`` for none, and whether the text is known.

    :param with_breaks: whether "Out" and "Out Back" mean a break.
    :param codes: what numbers mean, of ``STATE_CODES`` of a layout.
    """
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return _BY_CODES[codes](int(text)), True
    word = fold(text)
    if word in _ON_THE_WAY:
        return _ON_THE_WAY[word][with_breaks], True
    if word in _STATES:
        return _STATES[word], True
    return None, word in _NO_STATE


#: How a number is read.
_BY_CODES: dict[str, Callable[[int], int | None]] = {
    "zk": lambda number: None if number == NO_KEY else number,
    "one_in": {0: _OUT, 1: _IN}.get,
    "none": lambda _number: None,
}


def is_state_word(text: str) -> bool:
    """Return whether a text is a word for a state."""
    word = fold(text)
    return word in _STATES or word in _ON_THE_WAY


def may_mean_break(words: frozenset[str]) -> bool:
    """Return whether the words of a file leave open if "Out" means a break.

    It does where somebody comes back, or leaves in two ways.
    """
    folded = {fold(word) for word in words}
    ends = {word for word in folded if _STATES.get(word) == _OUT} - {"out", "o"}
    return "outback" in folded or bool("out" in folded and ends)


def has_passed(text: str) -> bool | None:
    """Return whether an event let the person pass, ``None`` where it does not say so."""
    word = fold(text)
    if word in _STATES:  # "Time Out" is the end of work
        return None
    if any(each in word for each in _FAILED):
        return False
    if word in _SHORT_PASSED or any(each in word for each in _PASSED):
        return True
    return None
