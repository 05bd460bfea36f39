from . import push, wall
