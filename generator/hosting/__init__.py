"""For hosts: what a web server must say of each file of a site, and ready-made configurations that say it."""
