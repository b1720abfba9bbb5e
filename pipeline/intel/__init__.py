"""Indicators within the journey: matches to alerts, feeds polled, the index kept up to date, hunts through what is stored."""
