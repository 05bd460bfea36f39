from . import api, bridge, push, wall
