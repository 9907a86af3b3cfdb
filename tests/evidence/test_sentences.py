"""One sentence and one claim each: names that differ in their words, and names that only look alike."""

from __future__ import annotations

import pytest

from luoshi.evidence.claim import parse_claim
from luoshi.evidence.periods import parse_period
from luoshi.evidence.preflight import check
from luoshi.evidence.read import read_evidence

#: The claim, what the bulletin says, and whether it bears the claim out.
SENTENCES = [
    ("建成标准厂房12.6万平方米", "全市累计竣工标准化厂房12.6万平方米。", True),
    ("新增城镇就业2.3万人", "全市实现城镇新增就业23012人。", True),
    ("新栽果树3.5万亩", "栽植苹果、核桃等经济果树3.5万亩。", True),
    ("发放创业担保贷款1.8亿元", "累计发放创业担保贷款18042万元，扶持创业1200人。", True),
    ("建成省级农业产业强镇2个", "新增省级农业产业强镇2个。", True),
    ("新能源汽车充电桩新增420个", "新建各类充电桩420个。", True),
    ("改造棚户区1500套", "棚户区改造基本建成1500套。", True),
    ("农村无害化厕所改造3200户", "完成农村户用无害化卫生厕所改造3200户。", True),
    ("引进高层次人才68名", "柔性引进高层次人才68人。", True),
    ("技术合同成交额5.6亿元", "实现技术合同成交额5.6亿元，同比增长21%。", True),
    ("空气质量优良天数162天", "市区空气质量优良天数达到162天。", True),
    ("减少燃煤消费12万吨", "压减煤炭消费12万吨。", True),
    ("办理民生实事10件", "10件民生实事全部办结。", True),
    ("新建5G基站412座", "新建开通5G基站412个。", True),
    ("高速公路通车里程达到320公里", "高速公路通车里程320公里。", True),
    ("新增养老机构床位500张", "新增养老床位500张。", True),
    ("建成智慧停车场8处，新增停车位2600个", "建成智慧停车场8个，新增停车泊位2600个。", True),
    ("新登记经营主体1.2万户", "新设立市场主体12043户。", True),
    ("城市污水处理率达到97.5%", "城市生活污水集中处理率达97.5%。", True),
    ("秸秆综合利用率91%", "农作物秸秆综合利用率为91%。", True),
    ("工业技改投资增长18%", "工业企业技术改造投资同比增长18%。", True),
    ("研发经费投入6.4亿元", "全社会研发投入6.4亿元。", True),
    ("化解隐性债务3.3亿元", "化解政府隐性债务3.3亿元。", True),
    ("新建改建农村公路108公里", "完成“四好农村路”新改建108公里。", True),
    ("城乡居民医保参保率98%", "城乡居民基本医疗保险参保率稳定在98%以上。", True),
    ("建成日间照料中心15个", "新建社区老年人日间照料中心15所。", True),
    ("解决农村饮水安全问题1.2万人", "巩固提升1.2万人农村饮水安全。", True),
    ("建设农村公路86公里", "完成高速公路建设86公里。", False),
    ("新增养老床位500张", "新增医疗床位500张。", False),
    ("培训家政服务人员3600人次", "开展电商技能培训3600人次。", False),
    ("新建5G基站412座", "新建充电站412座。", False),
    ("新增城镇就业2.3万人", "农村劳动力转移就业2.3万人。", False),
    ("工业投资增长9.3%", "工业用电量同比增长9.3%。", False),
    ("改造老旧小区26个", "改造背街小巷26个。", False),
    ("发放创业担保贷款1.8亿元", "发放小额信贷1.8亿元。", False),
    ("建成幼儿园9所", "建成小学9所。", False),
    ("新增高新技术企业12家", "新增科技型中小企业12家。", False),
    ("规上工业增加值增长7%", "服务业增加值增长7%。", False),
    ("城镇居民收入增长6%", "农村居民收入增长6%。", False),
]  # fmt: skip
#: Good evidence that is still refused, because its name is taken for another; to be mended by kinds, not one by one.
GAPS = [
    ("建设农村寄递物流站点210个", "已建成村级寄递物流综合服务站210个。"),
    ("完成农村自来水管网改造86公里", "完成农村供水管网更新改造86公里。"),
    ("培训家政服务人员3600人次", "开展家政服务技能培训3600人次。"),
    ("实际到位内资45亿元", "招商引资实际到位资金45亿元。"),
    ("举办招聘会56场", "组织各类线上线下招聘活动56场次。"),
    ("电商网络零售额增长15.2%", "网络零售额同比增长15.2%。"),
    ("完成造林绿化3.2万亩", "完成营造林3.2万亩。"),
    ("为企业减税降费2.6亿元", "累计新增减税降费及退税缓费2.6亿元。"),
]  # fmt: skip


def verdict(claim: str, sentence: str) -> str:
    text = (
        "云办发〔2025〕5号\n云川市人民政府办公室关于上半年工作推进情况的通报\n"
        f"1-6月，{sentence}\n2025年7月6日"
    )
    said = parse_claim(claim, period=parse_period("2025-06"), place="云川市")
    return check(read_evidence(text.encode(), name="通报.txt"), said).verdict


@pytest.mark.parametrize(("claim", "sentence", "holds"), SENTENCES)
def test_a_sentence_bears_the_claim_or_does_not(claim, sentence, holds):
    assert verdict(claim, sentence) == ("supported" if holds else "not_supported")


@pytest.mark.parametrize(("claim", "sentence"), GAPS)
def test_a_gap_is_still_open(claim, sentence):
    """Whoever mends one moves it up."""
    assert verdict(claim, sentence) == "not_supported"
