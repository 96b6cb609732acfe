"""Lines that a web page puts around a text: controls, where one is, who wrote it, what else there is to read."""

from __future__ import annotations

from typing import Final

from kaoji.late_patterns import late_pattern

_CONTROLS: Final = late_pattern(
    r"(?:【|\[)?\s*(?:字体|字号|打印(?:本页|本文)?|关闭(?:窗口|本页)?|我要纠错|纠错|收藏|分享(?:到|至)?|扫一扫|返回(?:顶部|首页)|"
    r"上一[篇条页]|下一[篇条页]|相关(?:阅读|链接|文章|推荐|新闻)|(?:浏览|点击|阅读|访问)(?:量|次数|数)|责任编辑|当前位置|您(?:的|现在的)?位置|"
    r"网站地图|联系我们|版权(?:所有|声明)|免责声明|本站声明|ICP备|设为首页|加入收藏|微信扫|无障碍|长者|登[录陆]|注册|下载(?:本文|文档))[^。；]{0,60}"
)
_PLACES: Final = late_pattern(
    r"[^。；，]{0,20}(?:首页|信息公开|政务公开|公示公告|文章正文|正文|全文预览)(?:\s*(?:>|>>|»|›|→|->|/)[^。；]{0,60})?"
)
_LONGEST: Final = 70


def is_control(text: str) -> bool:
    """Tell whether a line alone is a control of the page it stood on.

    >>> is_control("【打印本页】【关闭窗口】"), is_control("上一篇：关于放假的通知"), is_control("打印机配备到位。")
    (True, True, False)
    """
    return len(text) <= _LONGEST and _CONTROLS.fullmatch(text.strip()) is not None


def is_furniture(text: str) -> bool:
    """Tell whether a line belongs to the page and not to the text.

    >>> is_furniture("首页 > 政策文件 > 正文"), is_furniture("加入收藏夹"), is_furniture("二、政务公开（5分）")
    (True, True, False)
    """
    return is_control(text) or (len(text) <= _LONGEST and _PLACES.fullmatch(text.strip()) is not None)
