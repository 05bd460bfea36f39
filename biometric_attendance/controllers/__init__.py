from . import adms, cams, ebkn
