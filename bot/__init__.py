"""备会助手: helps people prepare the 对照检查材料 of a 民主生活会."""

__version__ = "0.1.0"
