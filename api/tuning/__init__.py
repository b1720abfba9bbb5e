"""Tuning: noisy rules, and filters proposed from judged alerts."""
