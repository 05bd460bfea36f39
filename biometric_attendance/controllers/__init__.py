from . import adms, cams
