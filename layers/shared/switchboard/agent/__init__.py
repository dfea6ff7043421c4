"""The contact-centre agent behind a Salesforce user, and their session: what dialling and the panel stand on."""
