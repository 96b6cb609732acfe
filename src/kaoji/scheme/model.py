"""The scheme: a notice's rules as immutable data, and the JSON Schema that editors use.

Field descriptions are the reference of the file format; ``docs/reference/scheme.md`` shows them with examples.
Every model keeps exact decimals; shares are fractions of one.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from kaoji.late_patterns import late_pattern
from kaoji.numbers import decimal, share
from kaoji.scheme.spans import last_ranks_in, places_in, ranks_in


def _decimal(value: object) -> Decimal:
    number = decimal(value) if isinstance(value, str | int | Decimal) else None
    if number is None:
        message = "decimal"
        raise ValueError(message)
    return number


def _share(value: object) -> Fraction:
    number = share(value) if isinstance(value, str | int | Decimal) else value
    if not isinstance(number, Fraction):
        message = "share"
        raise ValueError(message)  # noqa: TRY004 - pydantic collects ValueErrors
    return number


def _short(value: Decimal) -> Decimal:
    if abs(value) > MOST or value != round(value, 9):
        message = "long"
        raise ValueError(message)
    return value


def _names(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _taker(value: object) -> object:
    """Give the bare name where a notice's words say that the points go to an indicator.

    >>> _taker("并入“党建工作”"), _taker("相应分值计入党建工作"), _taker("按比例折算"), _taker("此权重加到“党建工作”")
    ('党建工作', '党建工作', '按比例折算', '权重并入党建工作')
    """
    if isinstance(value, str) and (weight := _WEIGHT_ON.match(value.strip())) is not None:
        return WEIGHT_TO + value.strip()[weight.end() :].strip('“”"「」')
    return _HANDED_ON.sub("", value.strip()).strip('“”"「」') if isinstance(value, str) else value


def _spans(value: tuple[str, ...]) -> tuple[str, ...]:
    if any(places_in(text) is None for text in value):
        message = "places"
        raise ValueError(message)
    return value


_Place = Annotated[int, Field(ge=1)]


def _at_most_one(value: Fraction) -> Fraction:
    if not 0 <= value <= 1:
        message = "share"
        raise ValueError(message)
    return value


_WEIGHT_ON = late_pattern(
    r"^(?:相应|其|此|该项?|此项|原)?(?:的)?权重(?:值)?(?:全部|相应)?(?:并入|计入|转入|加[到至入]|归入|调整?[到至])"
)
_HANDED_ON = late_pattern(r"^(?:(?:相应|其)?分值?)?(?:并入|计入|转入)")
WEIGHT_TO = "权重并入"
"""How ``when_absent`` begins where the weight, and not the points, goes to an indicator: 权重并入职能工作."""
MOST_POINTS = 10**8
"""So many points an indicator, a panel or a fact may make: scores are integers of 64 bits with nine decimals that add up."""
MOST = 10**12
"""Nothing that is measured is larger: quantities are integers of 64 bits with six decimals."""
Number = Annotated[
    Decimal, BeforeValidator(_decimal), AfterValidator(_short), WithJsonSchema({"type": ["number", "string"]})
]
Share = Annotated[
    Fraction,
    BeforeValidator(_share),
    AfterValidator(_at_most_one),
    WithJsonSchema({"type": ["number", "string"], "examples": ["30%", "0.3"]}),
]
Names = Annotated[
    tuple[str, ...],
    BeforeValidator(_names),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]


def _ranks(value: object) -> object:
    return _said(value, ranks_in)


def _last_ranks(value: object) -> object:
    return _said(value, last_ranks_in)


def _last_count(value: object) -> object:
    """Give how many of the last are meant where words say it: 末位 is 1, 后3名 is 3."""
    found = last_ranks_in(value) if isinstance(value, str) and not value.strip().isdigit() else None
    return found[1] if found is not None and found[0] == 1 else value


def _said(value: object, read: Callable[[str], tuple[int, int] | None]) -> object:
    """Give ranks that stand as words as the range that they mean."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return value
    found = read(str(value))
    if found is None:
        message = "places"
        raise ValueError(message)
    return found


_RANK_SCHEMA = WithJsonSchema(
    {
        "anyOf": [
            {"type": "string", "examples": ["前3名", "第1名", "2-4"]},
            {"type": "integer", "minimum": 1},
            {"type": "array", "items": {"type": "integer", "minimum": 1}, "minItems": 2, "maxItems": 2},
        ]
    }
)
_COUNT_SCHEMA = WithJsonSchema({"type": ["integer", "string"], "examples": [1, "末位", "后3名"]})
_Ranks = Annotated[tuple[_Place, _Place] | None, BeforeValidator(_ranks), _RANK_SCHEMA]
_LastRanks = Annotated[tuple[_Place, _Place] | None, BeforeValidator(_last_ranks), _RANK_SCHEMA]


class Model(BaseModel):
    """Immutable, and strict about keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, populate_by_name=True)


class Group(Model):
    """Units that are ranked against each other."""

    units: tuple[str, ...] = Field((), description="被考核单位。The assessed units, in the notice's order.")
    stated: int | None = Field(None, description="通知写明的单位数。How many units the notice says the group has.")


class Rule(Model):
    """One scoring rule: the slot it looks at, and what it gives or takes."""

    when: str | None = Field(None, description="是否达到的条件。A yes or no.")
    measure: str | None = Field(None, description="数值（可带目标值）。One number of each unit, perhaps with a target.")
    events: str | None = Field(
        None, description="逐件发生的事项。Occurrences, each with date, quantity, level, matter."
    )
    rank: str | None = Field(None, description="上级通报的名次。A place given from outside.")
    ranked: str | None = Field(None, description="按数值在组内排名。A number that the units are ranked by here.")
    completion: str | None = Field(
        None, description="工作项清单（占比、完成率）。Work items with shares and completion."
    )
    score: str = Field(description="受控中文计分规则。The rule in controlled language.")
    target: Number | None = Field(
        None, description="目标值，各单位相同时写在这里。The target where all units share one."
    )
    better: Literal["higher", "lower"] = Field("higher", description="数值越高越好或越低越好。")
    among: Literal["group", "all"] = Field("group", description="与组内或全体单位比较。Whom comparisons are made with.")
    provider: Names = Field((), description="数据提供单位。Who provides the data, where not the indicator's provider.")
    required: bool | None = Field(
        None, description="缺数据时不得出最终结果。Missing data keep the run from being final."
    )
    text: str | None = Field(None, description="通知原文。The notice's words.")
    source: str | None = Field(None, description="出处。Where the notice says so.")
    check: str | None = Field(None, description="待核对。What a person has to check.")


class Node(Model):
    """An indicator, or a section of indicators."""

    name: str = Field(description="名称。")
    code: str | None = Field(None, description="编号；不写时按位置编排。Stable code; by position if left out.")
    points: Number | None = Field(None, ge=0, le=MOST_POINTS, description="分值。The maximum of its own points.")
    bonus: bool = Field(False, description="加减分项，没有基本分。No points of its own.")
    applies_to: Names = Field(
        (), alias="for", description="适用的组或单位。Groups or units that have it; all if left out."
    )
    provider: Names = Field((), description="数据提供单位或考核部门。")
    start: Literal["full", "zero"] | None = Field(None, description="满分起扣或零分起计。Full or zero to begin with.")
    score: str | None = Field(
        None, description="只有一条规则时的简写，数据项即指标本身。The only rule, on the indicator itself."
    )
    rules: tuple[Rule, ...] = Field((), description="计分规则。")
    limits: str | None = Field(None, description="封顶、扣完为止、同一事项等。Limits on all that is below.")
    panel: str | None = Field(None, description="得分取自测评。The score comes from this panel.")
    weight: Share | None = Field(None, description="计入上级的权重。Share with which it counts above.")
    when_absent: Annotated[str | None, BeforeValidator(_taker)] = Field(
        None,
        description="不适用时：并入“指标名”、权重并入“指标名”、按比例折算、计满分、计零分。What becomes of its points or its weight for units without it.",
    )
    absent_for: dict[str, Names] = Field(
        {},
        description="不适用的单位：单位属性及其取值，如 {有招商引资任务: 否}，或 {组别: 组名}、{单位: 单位名}。Units that it does not apply to, by an attribute; "
        "group (组别) and name (单位) are known of every unit.",
    )
    decimals: int | None = Field(None, ge=0, le=6, description="得分保留的小数位。Rounding of this score, half up.")
    items: tuple[Node, ...] = Field((), description="下级指标。")
    text: str | None = Field(None, description="通知原文。The notice's words.")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Panel(Model):
    """A vote or a rating: ballots on options, or marks on dimensions, or a score brought from elsewhere."""

    points: Number = Field(Decimal(100), ge=0, le=MOST_POINTS, description="满分。")
    applies_to: Names = Field((), alias="for", description="适用的组或单位。")
    options: dict[str, Number] = Field({}, description="测评选项及每票分值。Points of each option.")
    abstentions: Names = Field(
        (), description="不计票的选项（弃权、不了解）。Options that count as the mean: left out."
    )
    questions: tuple[str, ...] = Field((), description="测评问题。Questions whose means are added.")
    dimensions: dict[str, Number] = Field({}, description="评分维度及满分。Dimensions of a rating sheet, with maxima.")
    classes: dict[str, Share] = Field({}, description="评价人类别及权重。Kinds of voters and their weights.")
    entered: bool = Field(False, description="得分由他处提供。The score is provided ready made.")
    score: str = Field(
        "取平均分",
        description="取平均分、按满分折算、按最高得分单位折算、逐票扣分、去掉N个最高分和N个最低分、各类评价人同权、保留N位小数。",
    )
    provider: Names = Field((), description="组织测评的单位。Who runs it.")
    text: str | None = Field(None, description="通知原文。")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Total(Model):
    """A composition: how parts make the total."""

    applies_to: Names = Field((), alias="for", description="适用的组。")
    formula: str = Field(description="总分公式，如 (甲+乙)×80%+丙×20%，保留两位小数。")
    text: str | None = Field(None, description="通知原文。")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Grade(Model):
    """A grade, its places and its threshold; the best comes first."""

    name: str = Field(description="等次名称。")
    share: Share | None = Field(None, description="名额比例。Share of the places.")
    shares: dict[str, Share] = Field({}, description="按类别的名额比例。Share of the places by category.")
    places: dict[str, Annotated[int, Field(ge=0)]] = Field(
        {}, description="按组写明的名额。Places by group, where the notice counts them."
    )
    at_least: Number | None = Field(None, description="最低得分（含）。Lowest total, included.")
    places_at_least: int | None = Field(
        None, ge=0, description="按比例算出的名额至少几个。The share makes at least so many places."
    )
    places_at_most: int | None = Field(
        None, ge=0, description="按比例算出的名额至多几个。The share makes at most so many places."
    )
    reserved: dict[str, Annotated[int, Field(ge=0)]] = Field(
        {}, description="名额中各类单位至少几个，如 {乡镇: 3}。Of the places, so many at least for each kind of unit."
    )
    rest: bool = Field(False, description="取其余名额。Takes what the other shares leave.")
    from_bottom: bool = Field(False, description="从末位确定。Filled from the last place.")
    below: Number | None = Field(
        None, description="从末位确定的，总分还须低于此数。With from_bottom: only totals below this, of the last ones."
    )
    text: str | None = Field(None, description="通知原文。")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Quota(Model):
    """How shares become places."""

    within: Names = Field(
        (),
        description="名额分开计算的单位属性；各组合在一起的写“全部”。Attributes of the units within which places are counted; 全部: all groups together.",
    )
    share_by: str | None = Field(
        None,
        description="名额比例所依的单位属性；按组不同的写“组别”。Attribute that chooses the share; the group (组别) is known of every unit.",
    )
    reserved_by: str | None = Field(
        None,
        description="“各类至少几个”所依的单位属性，不写为“组别”。Attribute that tells the kinds under reserved; the group (组别) if left out.",
    )
    rounding: Literal["half_up", "floor"] = Field("half_up", description="名额取整。")
    unfilled: Literal["next", "empty"] = Field("next", description="空出的名额转下一等次或空缺。")
    ties: Literal["decision", "order"] = Field("decision", description="名额线上并列：议定，或按次序。")


class Limit(Model):
    """A condition that bounds, sets or gives a grade."""

    when: str = Field(description="情形。The condition.")
    applies_to: Names = Field((), alias="for", description="适用的组或单位。")
    number: str | None = Field(None, description="情形编号。")
    indicator: str | None = Field(
        None,
        description="以该指标组内名次为准，不须填报；总分名次写“总分”。The place in this indicator (总分: by total) settles it; nobody reports it.",
    )
    last_places: Annotated[int | None, BeforeValidator(_last_count), _COUNT_SCHEMA] = Field(
        None, ge=1, description="名次为组内后N名即成立，如 1、末位、后3名。Holds for the last places of a given rank."
    )
    total_below: Number | None = Field(
        None, description="总分还须低于此数才成立。Holds only for totals below this, besides the condition."
    )
    grade_at_most: str | None = Field(None, description="最高只能评为。")
    not_grade: str | None = Field(None, description="不得评为。")
    grade: str | None = Field(None, description="直接评为（一票否决等）。Sets the grade, no place used.")
    direct: str | None = Field(None, description="可直接确定为。Gives the grade if approved.")
    lower_by: int | None = Field(
        None, ge=1, description="评定后等次降低几档。Lowers the grade that the unit gets otherwise by so many steps."
    )
    no_award: Names = Field(
        (),
        description="取消评奖资格的奖项，全部奖项写“全部”；等次不变。Prizes that it bars from, “all” for every one; the grade stays.",
    )
    uses_place: bool = Field(True, description="直接确定的占名额。")
    beyond_places: bool = Field(False, description="名额已满仍可确定。Holds even where no place is left.")
    needs_approval: bool = Field(False, description="须经批准。")
    at_least: dict[str, Number] = Field(
        {}, description="按类别的最低数值。Least value by kind for the condition to hold."
    )
    text: str | None = Field(None, description="通知原文。")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Award(Model):
    """A prize besides the grade."""

    name: str = Field(description="奖项名称。")
    applies_to: Names = Field(
        (), alias="for", description="适用的组或单位；不写为全部。Groups or units that it is for; all if left out."
    )
    grade: str | None = Field(None, description="获得该等次即获奖。")
    grade_at_least: str | None = Field(None, description="等次不低于。")
    places: _Ranks = Field(None, description="名次范围，如 [1, 3]、前3名。Ranks from the top.")
    when: str | None = Field(None, description="须有的条件。")
    rise: int | None = Field(None, ge=1, description="位次较上年提升不少于。")
    beyond_rank: int | None = Field(None, ge=1, description="名次在此之后（与前几名不重复）。")
    total_at_least: Number | None = Field(None, description="总分不低于（评奖资格）。")
    at_most: int | None = Field(None, ge=0, description="最多几个。")
    within: Names = Field(
        (),
        description="最多几个按哪些单位属性分开计，按组的写“组别”。Attributes of the units within which at_most is counted; all together if left out.",
    )
    reserved: dict[str, Annotated[int, Field(ge=0)]] = Field(
        {}, description="其中各类单位至少几个，如 {乡镇: 3}。Of at_most, so many at least for each kind of unit."
    )
    reserved_by: str | None = Field(
        None,
        description="“各类至少几个”所依的单位属性，不写为“组别”。Attribute that tells the kinds under reserved; the group (组别) if left out.",
    )
    amount: str | None = Field(None, description="奖励内容。")
    amounts: dict[str, str] = Field(
        {}, description="按类别的奖励内容，如 {乡镇: 10万元, 街道: 8万元}。What is given, by kind of unit."
    )
    amount_by: str | None = Field(
        None,
        description="奖励内容所依的单位属性，不写为“组别”。Attribute that chooses what is given; the group (组别) if left out.",
    )
    heads: str | None = Field(
        None,
        description="按人发放的，写人数所在的单位属性。Attribute of the units with the number of persons, where each of them gets the amount.",
    )
    text: str | None = Field(None, description="通知原文。")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Consequence(Model):
    """What follows from a result."""

    then: str = Field(description="处理或奖励。")
    applies_to: Names = Field((), alias="for", description="适用的组。")
    grade: Names = Field((), description="等次。")
    last_place: bool = Field(False, description="组内末位。")
    indicator: str | None = Field(
        None, description="名次所在的指标，不写为总分。The indicator whose places are meant; the total if left out."
    )
    places: _Ranks = Field(None, description="名次范围，如 [1, 3]、前3名。Ranks from the top.")
    last_places: _LastRanks = Field(
        None, description="倒数名次范围，如 [2, 2]、倒数第2名、后3名。Ranks from the bottom."
    )
    total_below: Number | None = Field(None, description="总分低于此数。Only totals below this.")
    award: str | None = Field(None, description="获得该奖项。")
    amount: str | None = Field(None, description="随之发放的金额，如 2万元。What it brings in money.")
    heads: str | None = Field(
        None,
        description="按人发放的，写人数所在的单位属性。Attribute of the units with the number of persons, where each of them gets the amount.",
    )
    years_running: int = Field(1, ge=1, description="连续几年。")
    text: str | None = Field(None, description="通知原文。")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Elsewhere(Model):
    """Units whose grade follows from a rank given by a higher level."""

    group: str = Field(description="组。")
    by: str = Field(description="上级名次。")
    grades: dict[str, Annotated[Names, AfterValidator(_spans)]] = Field(description="等次与名次范围，如 好: 1-2。")
    text: str | None = Field(None, description="通知原文。")
    source: str | None = Field(None, description="出处。")
    check: str | None = Field(None, description="待核对。")


class Choice(Model):
    """A named decision on what the notice leaves open or gets wrong."""

    name: str = Field(description="编号或名称。")
    decision: str = Field(description="所取的解释。")
    source: str | None = None


class Scheme(Model):
    """A whole scheme."""

    kaoji: Literal["1", 1] = Field(description="格式版本。")
    title: str = Field(description="方案名称。")
    year: int = Field(ge=1949, le=2200, description="考核年度。")
    period: Annotated[tuple[str, str] | None, Field(description="考核起止日期。")] = None
    issuer: str | None = Field(None, description="印发单位。")
    unit_word: str = Field("单位", description="被考核对象的称呼（单位、科室、人员）。")
    groups: dict[str, Group] = Field(description="分组。")
    indicators: tuple[Node, ...] = Field((), description="指标体系。")
    panels: dict[str, Panel] = Field({}, description="测评与评价。")
    total: tuple[Total, ...] = Field((), description="总分。")
    grades: tuple[Grade, ...] = Field((), description="等次，由高到低。")
    quota: Quota = Field(Quota(), description="名额规则。")
    order: Names = Field((), description="总分相同时依次比较的部分。Parts compared when totals are equal.")
    rank_ties: Literal["share", "order"] = Field(
        "share",
        description="总分相同的名次：并列，或按 order 再分先后。Ranks of equal totals: shared, or told apart by the parts under order.",
    )
    limits: tuple[Limit, ...] = Field((), description="等次限制与直接确定。")
    elsewhere: tuple[Elsewhere, ...] = Field((), description="以上级结果为准的单位。")
    awards: tuple[Award, ...] = Field((), description="奖项。")
    afterwards: tuple[Consequence, ...] = Field((), description="结果运用。")
    choices: tuple[Choice, ...] = Field((), description="对通知未明确之处的决定。")

    @property
    def units(self) -> tuple[str, ...]:
        """All units that the groups list, in order."""
        return tuple(unit for group in self.groups.values() for unit in group.units)

    @property
    def reported_limits(self) -> tuple[Limit, ...]:
        """The limits that hold when a condition is reported; the others follow from places in an indicator."""
        return tuple(limit for limit in self.limits if limit.indicator is None)


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a scheme file, for editors."""
    return Scheme.model_json_schema(by_alias=True)
