"""Every format of every brand: where it is written down, and which tests guard it.

Files and names are looked for; what is not found is an error, so that a format that was
renamed is not left out in silence.
"""

from . import (
    adms,
    anviz,
    biotime,
    cams,
    dahua,
    ebkn,
    files,
    hikvision,
    hikvision_push,
    json_reader,
    vendor_databases,
    zk4370,
)

FORMATS = (
    *zk4370.FORMATS,
    *adms.FORMATS,
    *anviz.FORMATS,
    *cams.FORMATS,
    *dahua.FORMATS,
    *ebkn.FORMATS,
    *biotime.FORMATS,
    *vendor_databases.FORMATS,
    *json_reader.FORMATS,
    *files.FORMATS,
    *hikvision.FORMATS,
    *hikvision_push.FORMATS,
)
