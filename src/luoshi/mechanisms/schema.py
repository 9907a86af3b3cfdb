"""What a definition file may hold, one class a part; the page of reference is made from the descriptions here."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from luoshi.mechanisms.roles import SUPERVISED, Party, Role

#: Names that definitions refer to each other by: lower-case English, so that files and journals stay stable.
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Said = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Kind(StrEnum):
    """What kind of mechanism a file defines; the others come with their engines."""

    PROCEDURE = "procedure"


class Unit(StrEnum):
    """What a length is counted in."""

    DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Sort(StrEnum):
    """What a field holds."""

    TEXT = "text"
    DATE = "date"
    CHOICE = "choice"
    DOCUMENT = "document"
    OFFICE = "office"
    POST = "post"


class FirstDay(StrEnum):
    """Whether the day of the act that starts a clock is itself the first day."""

    NEXT = "next"
    COUNTED = "counted"


class Part(BaseModel):
    """A part of a definition: nothing but its own fields, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Part):
    """出处：规则取自哪份文件。"""

    title: Said = Field(description="文件名称，或者说明")
    url: str = Field("", description="网址；没有的写空")
    dated: date | None = Field(None, description="文件的日期；不知道哪一天的不写")
    note: str = Field("", description="只见开头、各地不同一类的提醒")


class Value(Part):
    """参数的一个值：从哪天起、哪个地方、依据什么。"""

    since: date = Field(description="从哪天起用（含这一天）；按办件开始的日子选")
    before: date | None = Field(None, description="到哪天为止（不含这一天）；不写是至今")
    place: str = Field("", description="只在这个地方用；不写是各地都用")
    value: int = Field(description="数，0 到 3660", ge=0, le=3660)
    source: Name = Field(description="sources 里的名字")


class ParameterSpec(Part):
    """参数：有依据的写 values，没有查到依据的写 setting，说明由谁设定；只写一种。"""

    meaning: Said = Field(description="这个数是什么意思")
    unit: Unit = Field(description="calendar_days 自然日、working_days 工作日、months 个月")
    values: tuple[Value, ...] = Field((), description="有依据的值，按 since 从早到晚")
    setting: str = Field("", description="没有默认值的原因；没有设定的，不计时限、不判逾期")


class FieldSpec(Part):
    """办理时填写或附上的一样东西。"""

    title: Said = Field(description="叫什么")
    sort: Sort = Field(
        Sort.TEXT, description="text 文字、date 日期、choice 选一个、document 文件、office 单位、post 职务"
    )
    choices: dict[Name, Said] = Field({}, description="sort 是 choice 时：可选的值和叫法")
    note: str = Field("", description="填写说明")


class StateSpec(Part):
    """状态。"""

    title: Said = Field(description="叫什么")
    final: bool = Field(False, description="到此为止；到了终点，所有时限停止")
    note: str = Field("", description="说明")


class Step(Part):
    """逾期以后的一步：过几天，请谁，做什么。只提示，不自动办。"""

    what: Said = Field(description="做什么")
    who: Role = Field(description="提示谁")
    after: Name | None = Field(None, description="过了期限几天（参数名）；不写是一过期限")


class ClockSpec(Part):
    """时限：多长，怎样数，逾期是什么意思。长度写 length，或者写 stated，只写一种。"""

    title: Said = Field(description="叫什么")
    length: Name | None = Field(None, description="长度：参数的名字，单位也按参数")
    stated: Name | None = Field(None, description="期限由起算的那一步写明：日期字段的名字")
    first_day: FirstDay = Field(FirstDay.NEXT, description="next 次日起算；counted 当天算第一天")
    rolls: bool = Field(False, description="最后一天不上班的，顺延到下一个工作日")
    only: dict[Name, Name] = Field({}, description="只在这些字段是这些值时起算")
    waiting: bool = Field(False, description="等待期（如公示）：过了才能办下一步，满期不是逾期")
    overdue: Said = Field(description="逾期是什么意思；等待期写满期以后怎样")
    steps: tuple[Step, ...] = Field((), description="逾期以后逐级怎样办")


class ActSpec(Part):
    """一步：谁在什么状态下可以办，要写什么，办了以后怎样。"""

    title: Said = Field(description="叫什么")
    from_: tuple[Name, ...] = Field((), alias="from", description="在哪些状态下可以办；立案的一步不写")
    to: Name | None = Field(None, description="办了以后的状态；不写是状态不变")
    by: tuple[Role, ...] = Field((), description="谁可以办（角色）")
    system: bool = Field(False, description="系统可以代拟")
    needs: tuple[Name, ...] = Field((), description="必须填写或附上的字段")
    may: tuple[Name, ...] = Field((), description="可以填写的字段")
    sets: dict[Name, Name] = Field({}, description="办了以后，这些字段改为这些值")
    starts: tuple[Name, ...] = Field((), description="起算的时限")
    stops: tuple[Name, ...] = Field((), description="停下的时限")
    continues: tuple[Name, ...] = Field((), description="停下的时限接着数，期限不变（退回重办）")
    pauses: tuple[Name, ...] = Field((), description="暂停的时限")
    resumes: tuple[Name, ...] = Field((), description="恢复的时限，期限顺延暂停的天数")
    extends: tuple[Name, ...] = Field((), description="延长的时限")
    extended_to: Name | None = Field(None, description="延长到哪天：日期字段的名字")
    before_due: tuple[Name, ...] = Field((), description="这些时限在数的，只能在期限之前（含当天）办")
    after_due: tuple[Name, ...] = Field((), description="这些时限里有一个已过，才能办")
    only: dict[Name, Name] = Field({}, description="这些字段是这些值，才能办")
    raises: Name | None = Field(None, description="提出一项请求（自己起名），等人答复")
    settles: Name | None = Field(None, description="答复这项请求")
    not_by: tuple[Name, ...] = Field((), description="最近一次办过这些步骤的人不能办（经办和审核分开）")
    passes_to: Name | None = Field(None, description="办了以后，承办单位改为这个字段写的单位")
    escalates: bool = Field(False, description="升级：单位有协调事项没有得到答复时，不能办")
    note: str = Field("", description="说明")


class ScriptAct(Part):
    """例子里的一步。"""

    act: str = Field(description="步骤的名字")
    on: date = Field(description="哪天办")
    by: str = Field("", description="谁办（人名或编号）；不写是系统")
    role: Role | None = Field(None, description="以什么角色；不写是系统")
    say: dict[str, Any] = Field({}, description="填写的字段")
    id: str = Field("", description="请求编号；同一个编号发两次只办一次")
    held: str = Field("", description="这时还没有答复的协调事项")


class ClockExpected(Part):
    """例子里对一个时限的预期。"""

    due: date | None = Field(None, description="期限")
    standing: str | None = Field(
        None,
        description="running 在数、overdue 逾期、paused 暂停、kept 按期、late 超期、elapsed 满期、untimed 未设时限",
    )
    over: int | None = Field(None, description="逾期或超期几天")
    provisional: bool | None = Field(None, description="期限按尚未公布的假日安排推算")


class Expected(Part):
    """例子最后应当怎样。"""

    state: Name | None = Field(None, description="状态")
    clocks: dict[Name, ClockExpected] = Field({}, description="各时限")
    offered: tuple[Name, ...] = Field((), description="这时可以办的步骤，至少有这些")
    not_offered: tuple[Name, ...] = Field((), description="这时不能办的步骤")
    steps: tuple[str, ...] = Field((), description="这时该提示的逾期步骤")


class Script(Part):
    """例子或反例：依次办几步，最后怎样。反例的最后一步应当被拒绝。"""

    title: Said = Field(description="说的是什么事")
    place: str = Field("", description="在哪个地方；选参数用")
    settings: dict[Name, int] = Field({}, description="这个地方自己设定的参数")
    acts: tuple[ScriptAct, ...] = Field(description="依次办的步骤", min_length=1)
    on: date | None = Field(None, description="看哪一天的情况；不写是最后一步那天")
    expect: Expected | None = Field(None, description="例子：应当怎样")
    refused: str = Field("", description="反例：最后一步被拒绝的原因（代码）")


class ProcedureSpec(Part):
    """一个办理程序。"""

    title: Said = Field(description="程序的中文名称")
    kind: Kind = Field(description="机制的种类，现在只有 procedure（程序）")
    edition: int = Field(1, description="第几版；改了状态或步骤，另写一个文件，版次加一", ge=1)
    since: date = Field(description="从哪天起立案的用这一版")
    before: date | None = Field(None, description="到哪天为止（不含）；不写是至今")
    place: Said = Field(description="取自哪个地方；通用的写“通用”")
    enabled: bool = Field(True, description="false：没有由人启用以前不能立案")
    meaning: Said = Field(description="一两句话说明是什么")
    question: Said = Field(description="它回答的一个真问题")
    note: str = Field("", description="没有查到的、要当心的")
    parties: tuple[Party, ...] = Field(
        tuple(sorted(SUPERVISED)),
        description="可以作承办单位的：department 本级部门、lower 下级政府、party 党委部门、mass 群团组织、vertical 垂直管理",
    )
    holds: bool = Field(False, description="true：没有办完以前，不对提出的单位升级（协调事项）")
    sources: dict[Name, Source] = Field(description="出处，各起一个名字", min_length=1)
    parameters: dict[Name, ParameterSpec] = Field({}, description="参数")
    fields: dict[Name, FieldSpec] = Field({}, description="办理时填写或附上的东西")
    states: dict[Name, StateSpec] = Field(description="状态，按办理的次序", min_length=2)
    clocks: dict[Name, ClockSpec] = Field({}, description="时限")
    acts: dict[Name, ActSpec] = Field(description="步骤", min_length=2)
    examples: tuple[Script, ...] = Field(description="例子，作为测试来跑", min_length=1)
    counter_examples: tuple[Script, ...] = Field(description="反例，作为测试来跑", min_length=1)


#: The parts in the order in which the reference shows them, with what each is called there.
PARTS: tuple[tuple[str, type[Part]], ...] = (
    ("整个文件", ProcedureSpec),
    ("sources 的每一条", Source),
    ("parameters 的每一条", ParameterSpec),
    ("values 的每一条", Value),
    ("fields 的每一条", FieldSpec),
    ("states 的每一条", StateSpec),
    ("clocks 的每一条", ClockSpec),
    ("steps 的每一条", Step),
    ("acts 的每一条", ActSpec),
    ("examples、counter_examples 的每一条", Script),
    ("例子里 acts 的每一条", ScriptAct),
    ("例子里的 expect", Expected),
    ("expect 里 clocks 的每一条", ClockExpected),
)
