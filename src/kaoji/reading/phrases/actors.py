"""Who is named: offices and units with their lists, and persons, told apart by the shape of the words.

No list of places or offices is kept: an office ends in one of the general suffixes (局, 办, 委, 镇, 街道 …), a person
has two to four characters and no such suffix.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kaoji.late_patterns import late_pattern
from kaoji.reading.phrases.wording import squeeze

_SUFFIXES: Final = (
    "办公室|办事处|委员会|领导小组|工作组|专班|小组|指挥部|管委会|居委会|村委会|分公司|总公司|公司|集团|银行|支行|信用社|联社|"
    "中心|服务站|工作站|分局|总局|总队|支队|大队|中队|法院|检察院|医院|学院|大学|学校|中学|小学|党校|"
    "各单位|成员单位|单位|部门|科室|机构|机关|政府|党委|党组|纪委|监委|团委|工委|政法委|"
    "工会|妇联|科协|计生协|残联|文联|社科联|侨联|工商联|红十字会|协会|学会|商会|促进会|基金会|人大|政协|"
    "股室|股|街道|管理区|开发区|示范区|园区|新区|景区|林场|农场|社区|项目部|工作部|组织部|宣传部|统战部|武装部|"
    "城管|消防|气象|海关|邮政|电信|移动|联通|供电|烟草|工行|农行|中行|建行|人行|农发行|农商行|"
    "镇街|局|办|委|厅|部|处|科|室|所|站|队|院|台|社|馆|段|厂|场|园|会|乡|镇|区|县|市|村|组|盟|旗|行|署|校|联|班"
)
UNIT_END: Final = late_pattern(rf"(?:{_SUFFIXES})(?:[（(][^（）()]*[）)])?$")
_SPLIT: Final = late_pattern(r"[、，,；;\n\t/]+")
_GENERAL: Final = late_pattern(
    r"^(?:各|有关|相关|涉及的?|全[市县区]|区直|市直|县直|[市县区]级)*(?:相关|有关)?(?:县|市|区|县市区|乡|镇|乡镇|街道|街|村|园区|社区|开发区|部门|科室)$"
)
_LEVEL_NOUN: Final = late_pattern(
    r"^(?:乡|镇|乡镇|街道|街道办事处|乡镇街道|乡镇办|办事处|镇办|街|村|社区|园区|开发区|管理区|管委会|场|林场|农场|县|市|区)(?:办事处|人民政府|政府|管委会)?(?:[（(][^（）()]{1,8}[）)])?$"
)
# 州委编办及州直相关单位: two, and not one unit with 及 in its name
_AND_OTHERS: Final = late_pattern(
    r"(?<=[局办委部厅处院会府位心])(?:以及|及)(?=各|有关|相关|其他|[市州县区省]直|[市州县区省]级)"
)
_RUN_ON: Final = late_pattern(
    r"(?<=[局办委室部心厅处院会站队联社所协校])(?!(?<=社)区)(?=[省市县区州盟旗镇乡][\u4e00-\u9fff]{1,10}(?:[局办委室部厅处院会站队联所协校]|中心|公司|集团))"
)
_COMMITTEE: Final = late_pattern(r"[\u4e00-\u9fff]{0,6}[省市县区州旗镇乡]委")
_ITS_OFFICE: Final = late_pattern(r"[省市县区州旗镇乡](?:人民)?政府[\u4e00-\u9fff]{1,8}")
REMAINDER: Final = late_pattern(
    r"^(?:事处|办事处|[支分总](?:行|局|队|公司)|公室|办公室|员会|委员会|公司|小组|领导小组|[局办委厅部处科室所站队院会心乡镇村]|位|门)(?=$|[、，,；;])"
)
_SURNAMES: Final = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
    "章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟"
    "艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
    "虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由逄睢璩芈"
)
_COMPOUND: Final = ("欧阳", "上官", "司马", "诸葛", "司徒", "东方", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐")
_PERSON: Final = late_pattern(r"^[\u4e00-\u9fff]{2,4}$")
_ALIAS: Final = late_pattern(r"^[\u4e00-\u9fff]{1,4}[A-Za-z0-9×Xx*某]{1,3}$")
# 副市长 何敏, 常务副县长郑海
_TITLE: Final = late_pattern(
    r"(?:[省市县区州旗镇乡]委)?(?:常委|党[组委]|[省市县区州旗镇乡]?政府|[人政]大|政协)?[、,，]?(?:常务|党[组委]|纪委|政法委|组织部|宣传部|统战部)?"
    r"(?:副?(?:[省市县区州旗镇乡]长|书记|主任|局长|主席|部长|科长|处长|院长|校长|秘书长|会长|总经理|董事长|经理|馆长|站长|所长|[大中]?队长)|常委|[一二三四]级调研员|党组成员|委员)"
)
_MAX_UNIT = 24
_LONG_PERSON = 4
_SHORTEST_PERSON = 2


def split_units(text: str) -> list[str]:
    """Give the units of a list, each as printed; brackets stay with their unit, “各乡、街道” stays one.

    >>> split_units("县统计局(牵头),县财政局、各乡、街道办事处")
    ['县统计局(牵头)', '县财政局', '各乡、街道办事处']
    >>> split_units("县督查室县发改局")
    ['县督查室', '县发改局']
    >>> split_units("县委县政府督查室")
    ['县委县政府督查室']
    """
    parts = [
        piece
        for part in _outside_brackets(_AND_OTHERS.sub("、", text))
        for piece in _of_both(_RUN_ON.split(part))
        if piece
    ]
    units: list[str] = []
    for part in parts:
        if (
            units
            and _LEVEL_NOUN.match(part)
            and _GENERAL.match(units[-1].split("、")[-1])
            and units[-1][0] in "各相有涉"
        ):
            units[-1] += "、" + part
        else:
            units.append(part)
    return units


def _of_both(pieces: list[str]) -> list[str]:
    """Join the name of an office that committee and government share, which reads like two: 县委县政府督查室."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _COMMITTEE.fullmatch(joined[-1]) and _ITS_OFFICE.fullmatch(piece):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _outside_brackets(text: str) -> list[str]:
    """Split at separators that stand outside brackets; a line break inside a unit's name is taken away."""
    whole = _joined_lines(text)
    if "（" not in whole and "(" not in whole:
        pieces = _SPLIT.split(whole)
    else:
        pieces, depth, piece = [], 0, ""
        for character in whole:
            depth += (character in "（(") - (character in "）)")
            if depth <= 0 and _SPLIT.match(character):
                pieces.append(piece)
                piece, depth = "", 0
            else:
                piece += character
        pieces.append(piece)
    return [squeezed.rstrip("。.") for piece in pieces if (squeezed := squeeze(piece))]


def _joined_lines(text: str) -> str:
    """Join a unit whose name runs over two lines; a line that ends a unit ends with a suffix or a separator."""
    joined = ""
    for line in filter(None, map(_joined_words, re.split(r"[\r\n\v\f\t]+", text))):
        if joined and not _SPLIT.match(joined[-1]):
            last = _SPLIT.split(joined)[-1]
            is_cut = bool(REMAINDER.match(line)) or _is_continuation(last, line)
            joined += "、" if is_unit(last) and not is_cut else ""
        joined += line
    return joined


def _joined_words(line: str) -> str:
    """Join a line without its spaces; those between two units part them, those within a name do not.

    >>> _joined_words("县财政局 县审计局"), _joined_words("县 财 政 局"), _joined_words("东街街道 办事处")
    ('县财政局、县审计局', '县财政局', '东街街道办事处')
    """
    joined = ""
    for word in map(squeeze, line.split()):
        last = _SPLIT.split(joined)[-1]
        first = _SPLIT.split(word)[0]
        is_list = is_unit(last) and (is_unit(first) or first[:1] == "各") and not REMAINDER.match(word)
        joined += ("、" if is_list and not _is_continuation(last, word) else "") + word
    return joined


def _is_continuation(last: str, line: str) -> bool:
    """Tell whether a line goes on with a name that could already end: an area and then its office, 人力资源和社 and 会保障局."""
    first = _SPLIT.split(line)[0]
    if _AND_ONE_MORE.search(last) and is_unit(last + first):
        return True
    return bool(re.search(r"(?:新区|园区|开发区|景区|集团|公司|[^市县区]区)$", last)) and bool(
        re.match(r"^(?:建设|管理|工作|服务|管委|党工|综合|开发|指挥|投资)", first)
    )


_AND_ONE_MORE: Final = late_pattern("[\u4e00-\u9fff]{3}[和与][\u4e00-\u9fff]$")
_PHONE: Final = late_pattern(r"(?:\(?0\d{2,3}\)?[-—]?)?(?<!\d)\d{7,11}(?!\d)")


def split_persons(text: str) -> list[str]:
    r"""Give the persons of a cell; the space inside a name of two characters is none.

    >>> split_persons("赵　甲、钱乙丙"), split_persons("孙丁戊\n李己庚")
    (['赵甲', '钱乙丙'], ['孙丁戊', '李己庚'])
    """
    persons: list[str] = []
    for part in _SPLIT.split(_PHONE.sub(" ", text)):
        open_name = ""
        for word in _spaced_names(part.split()):
            if len(word) == 1 and "\u4e00" <= word <= "\u9fff":
                open_name += word
                if len(open_name) == 1:
                    continue
                persons.append(open_name)
            else:
                persons.append(open_name + word)
            open_name = ""
        if open_name:
            persons.append(open_name)
    return [person for one in persons if (person := _without_title(one, among=persons))]


def has_title(text: str) -> bool:
    """Tell whether a text begins with a title and a space behind it: 区政府副区长 赵甲."""
    match = _TITLE.match(text.strip())
    return match is not None and text.strip()[match.end() :][:1].isspace()


def _without_title(person: str, *, among: list[str]) -> str:
    """Give a person without the title before the name; a title by itself goes where a name stands beside it."""
    if _TITLE.fullmatch(person):
        return "" if any(person_likeness(other) == 1 for other in among if not _TITLE.fullmatch(other)) else person
    match = _TITLE.match(person)
    rest = person[match.end() :] if match is not None else ""
    return rest if person_likeness(rest) == 1 and len(rest) < _LONG_PERSON else person


def _spaced_names(words: list[str]) -> list[str]:
    """Give the words of names of two characters, each with a space inside, that run into one another: 赵 甲钱 乙."""
    inner = words[1:-1]
    if inner and len(words[0]) == len(words[-1]) == 1 and all(len(word) == _SHORTEST_PERSON for word in inner):
        letters = "".join(words)
        return [letters[at : at + _SHORTEST_PERSON] for at in range(0, len(letters), _SHORTEST_PERSON)]
    return words


@lru_cache(maxsize=2**13)
def is_unit(text: str) -> bool:
    """Tell whether a text has the shape of an office or a unit.

    >>> is_unit("区发改局"), is_unit("各乡、街道办事处"), is_unit("完成率达到90%")
    (True, True, False)
    """
    squeezed = re.sub("123(?:45|15)", "", squeeze(text).rstrip("、，,；;。"))  # 市12345热线管理中心
    if not 1 < len(squeezed) <= _MAX_UNIT or re.search(r"[。！？；;%％：:]|\d{2}", squeezed):
        return False
    return bool(UNIT_END.search(squeezed))


def is_kind_of_unit(text: str) -> bool:
    """Tell whether a text names no office but a kind of units, or all of them.

    >>> is_kind_of_unit("各村"), is_kind_of_unit("乡镇街道"), is_kind_of_unit("有关部门"), is_kind_of_unit("县住建局")
    (True, True, True, False)
    """
    squeezed = squeeze(text)
    return squeezed[:1] in "各本全" or bool(_GENERAL.match(squeezed) or _LEVEL_NOUN.match(squeezed))


def unit_share(text: str) -> float:
    """Give the share of a list's parts that look like units: 1 for a pure list of units."""
    parts = _outside_brackets(text)
    return sum(map(is_unit, parts)) / len(parts) if parts else 0.0


def person_likeness(text: str) -> float:
    """Give how much a text looks like a person's name, from 0 to 1.

    >>> person_likeness("赵　甲"), person_likeness("负责人01"), person_likeness("区发改局")
    (1.0, 0.8, 0.0)
    """
    squeezed = squeeze(text)
    if _ALIAS.match(squeezed) and not squeezed.isdigit():
        return 0.8
    if not _PERSON.match(squeezed):
        return 0.0
    is_spaced = len(squeezed) < _LONG_PERSON - 1 and squeezed != text.strip()
    has_surname = squeezed[0] in _SURNAMES or squeezed.startswith(_COMPOUND)
    if is_spaced and has_surname:
        return 1.0
    if UNIT_END.search(squeezed) and not (
        has_surname and len(squeezed) == _LONG_PERSON - 1 and squeezed[-1] in "园区社会旗联班院台"
    ):
        return 0.1 if has_surname else 0.0
    if has_surname:
        return 1.0 if len(squeezed) < _LONG_PERSON else 0.4
    return 0.3 if len(squeezed) < _LONG_PERSON else 0.1
