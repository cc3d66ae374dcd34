"""Sign-in by OpenID Connect: code flow with PKCE. Imported only where it is configured, as are its libraries."""
