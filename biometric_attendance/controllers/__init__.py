from . import adms
