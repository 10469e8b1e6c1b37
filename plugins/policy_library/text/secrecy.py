"""Marks of secrecy and of inner use, as they stand on documents."""

from __future__ import annotations

import re


SECRET = re.compile(r"(?:绝\s?密|机\s?密|秘\s?密)\s*[★☆]\s*(?:长期|[0-9０-９一二三四五六七八九十]{1,3}\s*(?:年|个月|月))?")
"""密级★期限; the words alone are everyday words of laws."""
INNER = re.compile(
    r"^[\s#*（(【\[]*(?:内部资料|内部文件|内部材料|内部使用|仅供内部|注意保存|妥善保管|不得外传|请勿外传|工作秘密|份\s?号\s*[：:]?\s*\d+)[^\n]{0,12}$"
    r"|[（(【\[]\s*(?:内部资料|内部文件|仅供内部使用|不得外传|请勿外传|工作秘密|此件不公开|此件依申请公开)[^）)】\]\n]{0,10}[）)】\]]",
    re.M,
)
INTRANET = re.compile(
    r"(?:https?://|ftp://)(?:localhost|127(?:\.\d{1,3}){3}|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}"
    r"|[\w.-]+\.(?:local|lan|intra|intranet|corp|internal|oa)|[A-Za-z][\w-]*(?=[:/\s)]))(?::\d+)?[^\s)）>，。\"]*|file:///?[^\s)>\"]+|\\\\[A-Za-z0-9.-]+\\[^\s)>\"]+",
    re.I,
)


