"""The kinds of hosts, and what makes the configuration of each."""

from __future__ import annotations

from generator.hosting import apache, caddy, nginx, objects

SERVERS = {
    "nginx": nginx.configuration,
    "apache": apache.configuration,
    "caddy": caddy.configuration,
    "object-storage": objects.configuration,
}
"""By the word that the command takes."""
