"""Measurements that are run by hand or in CI; nothing of the product imports them."""
