"""一项目一档: the whole file of a project, on one page and in one ZIP that proves itself.

What belongs to it is listed in `kinds/`: one function for each kind of document.
"""
