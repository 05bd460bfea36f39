"""The nginx server terminals call, on this machine: written, checked, asked, removed."""

from .access_log import hide_secrets
from .address import own_address
from .nginx import Nginx
from .place import Place, private_place, system_place
from .proof import Listener, is_listener, listeners
from .setup import prepare, remove, set_up
from .status import status
from .target import OdooServer, Target
