from . import (
    employments,
    hr_department,
    hr_employee,
    hr_version,
    res_company,
    res_config_settings,
    res_partner,
)
