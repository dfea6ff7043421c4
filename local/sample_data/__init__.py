"""A realistic Salesforce org, invented and always the same: ``RECORDS``, and named callers in ``cases``."""

from local.sample_data.org import RECORDS as RECORDS
