"""The gateway's words for what a terminal stores as numbers."""

IN, OUT, BREAK_OUT, BREAK_IN, OVERTIME_IN, OVERTIME_OUT = range(6)
#: State keys only these devices have; the numbers are ours.
MEAL_START, MEAL_END = 6, 7
NO_KEY = 255

_BOTH = {
    IN: "CheckIn",
    OUT: "CheckOut",
    BREAK_OUT: "BreakOut",
    BREAK_IN: "BreakIn",
    OVERTIME_IN: "OverTimeIn",
    OVERTIME_OUT: "OverTimeOut",
}
#: Generation to state key to word. The third has no word for "no key": devices without
#: keys say CheckIn at every passage. The first knows in and out alone.
ATTENDANCE = {
    "v1": dict.fromkeys((IN, BREAK_IN, OVERTIME_IN, MEAL_END, NO_KEY), "i")
    | dict.fromkeys((OUT, BREAK_OUT, OVERTIME_OUT, MEAL_START), "o"),
    "v2": {**_BOTH, MEAL_START: "MealStart", MEAL_END: "MealEnd", NO_KEY: "None"},
    "v3": {**_BOTH, MEAL_START: "MealOut", MEAL_END: "MealIn", NO_KEY: "CheckIn"},
}
INPUT = {
    0: "Password",
    1: "Fingerprint",
    3: "Password",
    4: "Card",
    15: "Face",
    25: "Palm",
}
#: Kinds of template to ``Type``. Only pictures differ by what they show.
TYPES = {
    "finger": "Fingerprint",
    "face": "Face",
    "visible_face": "Face",
    "palm": "Palm",
    "comparison": "TemplatePhoto",
    "portrait": "UserPhoto",
}
KINDS = {
    "Fingerprint": "finger",
    "Face": "face",
    "Palm": "palm",
    "TemplatePhoto": "comparison",
    "UserPhoto": "portrait",
}
#: Kinds a device keeps in several numbered parts, each sent in a request of its own.
IN_PARTS = {"face", "visible_face", "palm"}
USER, MANAGER = 0, 14
PRIORITY = {USER: "0", MANAGER: "16"}
USER_TYPE = {USER: "User", MANAGER: "Admin"}
