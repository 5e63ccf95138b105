"""Two finished pages as a store would publish them, one a language, for the tests of the formats."""

from policy_gen.pages.document import Document, Section


def _sections(text: str) -> tuple[Section, ...]:
    """Sections from text in which a line `== id == title` opens each one."""
    parts = text.strip().split("\n== ")
    heads = (part.removeprefix("== ").split("\n", 1) for part in parts)
    return tuple(Section(head.split(" == ")[0], head.split(" == ")[1], body.strip()) for head, body in heads)


ENGLISH = Document(
    language="en",
    title="Return and refund policy",
    subtitle="Dalbit Living",
    words={"contents": "On this page", "page": "Page {n} of {total}"},
    sections=_sections(
        """
== short-version == The short version
| Your question | Our answer |
|---|---|
| Tell us within | 13 days after delivery if something is wrong; 14 days if you ordered the wrong size |
| Cancel until | 12 hours after you order; after that, ask and we will try |
| Reasons we accept | Damaged, not as described, wrong item, wrong size |
| Who pays return postage | We do if the fault is ours; you do if you ordered the wrong size |
| Fees | None |
| How money comes back | The same way you paid |
| How long it takes | We decide within 10 business days after you write, and pay within 3–15 business days after that |
| How to start | Write to [help@dalbit.example](mailto:help@dalbit.example) |

== cancelling == Cancelling an order
You can cancel within **12 hours** after you order. Write to us with your order number. You don't need to give a reason, and you get all of your money back within 15 business days after we confirm.

After 12 hours, ask anyway. If your parcel has not left yet, we will try to stop it, and we tell you within 5 business days after you ask whether that worked. If it has left, you can still return what is wrong with it: see [Something is wrong with your order](#faults).

== faults == Something is wrong with your order
We put it right. What we need from you depends on what happened.

### It arrived damaged
- **Tell us within:** 13 days after delivery
- **Send us:** a photo of the damage and a photo of the parcel
- **What we do:** refund you, refund part of the price if you keep it, or send a new one
- **Send it back:** only if we ask you to
- **Who pays for that:** we do

### It is not as described
- **Tell us within:** 13 days after delivery
- **Send us:** a photo that shows the difference
- **What we do:** refund you, refund part of the price if you keep it, or send a new one
- **Send it back:** only if we ask you to
- **Who pays for that:** we do

### You got the wrong item
- **Tell us within:** 13 days after delivery
- **Send us:** a photo of what you got
- **What we do:** send the right one, or refund you
- **Send it back:** only if we ask you to
- **Who pays for that:** we do

== change-of-mind == Change of mind and wrong size
We don't accept returns because you changed your mind.

If you **ordered the wrong size**, tell us within 14 days after delivery. We exchange it or give you store credit, as you prefer. You pay the postage. The item must be unused and in its own packaging.

== not-returnable == What can’t be returned
- Personalised items, unless they are faulty
- Sealed items that can’t be returned for reasons of hygiene once they are opened, unless they are faulty

== lost-and-late == Lost and late parcels
Most parcels arrive 12–25 days after they are sent. Orders are sent within 7 business days.

If your parcel has not arrived, tell us within 15 days after the day it was due. We look for it, and if it is lost, you get your money back.

| Where it goes | Usually arrives | Tell us by |
|---|---|---|
| United States | 12–18 days after it is sent | 15 days after the day it was due |
| United Kingdom and Europe | 14–21 days after it is sent | 15 days after the day it was due |
| Elsewhere | 16–25 days after it is sent | 15 days after the day it was due |

== how-to == How to ask for a return
1. Write to [help@dalbit.example](mailto:help@dalbit.example) with your order number and say what is wrong.
2. Add the photos named above.
3. Wait for our answer. We write back within 2 business days after we get your e-mail, and tell you whether to send the item and where.
4. If we ask for it, pack the item well and post it. Please don’t send anything to the address on the parcel: it won’t reach us.
5. Post it to P.O. Box 4821, Portland, OR 97208, USA with the national post; other carriers may not deliver to a P.O. box.

== refunds == Refunds
We decide within 10 business days after we have your photos. If we refund you, the money goes back the way you paid, within **3–15 business days** after we decide. Your bank may take a few days more to show it.

There is no restocking fee and no other fee.

== exchanges == Exchanges
If we send a new item, it goes out within 7 business days after we agree. You don’t pay for the postage if the fault was ours.

== contact == Contact
Write to [help@dalbit.example](mailto:help@dalbit.example). We answer within 2 business days after we get your e-mail. Our site is [dalbit.example](https://dalbit.example).

== version == This version
In force since 1 December 2026. It holds for every order placed on or after that day.
"""
    ),
)

KOREAN = Document(
    language="ko",
    title="반품 및 환불 정책",
    subtitle="달빛리빙",
    words={"contents": "목차", "page": "{total}쪽 중 {n}쪽"},
    sections=_sections(
        """
== short-version == 한눈에 보기
| 궁금한 점 | 답변 |
|---|---|
| 알려 주실 기한 | 상품에 문제가 있으면 배송 완료 후 13일 이내, 사이즈를 잘못 고르셨으면 14일 이내 |
| 취소할 수 있는 때 | 주문 후 12시간 이내. 그 뒤에는 문의해 주시면 최대한 도와드립니다 |
| 받아들이는 사유 | 파손, 설명과 다름, 다른 상품 배송, 사이즈 잘못 선택 |
| 반품 배송비 | 저희 잘못이면 저희가, 사이즈를 잘못 고르셨으면 고객님이 부담합니다 |
| 수수료 | 없음 |
| 환불 방법 | 결제하신 방법 그대로 |
| 걸리는 시간 | 문의를 받은 날부터 영업일 10일 이내에 결정하고, 결정 후 영업일 3~15일 이내에 환불합니다 |
| 시작하는 방법 | [help@dalbit.example](mailto:help@dalbit.example)로 이메일을 보내 주세요 |

== cancelling == 주문 취소
주문 후 **12시간 이내**에는 이유를 말씀하지 않으셔도 취소할 수 있습니다. 주문번호를 적어 이메일을 보내 주세요. 취소를 확인해 드린 뒤 영업일 15일 이내에 전액을 돌려드립니다.

12시간이 지났더라도 문의해 주세요. 상품이 아직 출발하지 않았다면 멈출 수 있도록 요청하고, 문의하신 날부터 영업일 5일 이내에 결과를 알려 드립니다. 이미 출발했다면 받으신 뒤 [상품에 문제가 있을 때](#faults)를 참고해 주세요.

== faults == 상품에 문제가 있을 때
저희가 바로잡겠습니다. 상황에 따라 필요한 것이 조금씩 다릅니다.

### 파손되어 도착했어요
- **알려 주실 기한:** 배송 완료 후 13일 이내
- **보내 주실 것:** 파손된 부분과 포장 상태를 찍은 사진
- **저희가 하는 일:** 전액 환불, 상품을 그대로 쓰실 경우 일부 환불, 또는 새 상품 발송
- **상품 반송:** 저희가 요청할 때만
- **배송비:** 저희가 부담합니다

### 설명과 달라요
- **알려 주실 기한:** 배송 완료 후 13일 이내
- **보내 주실 것:** 다른 점이 보이는 사진
- **저희가 하는 일:** 전액 환불, 상품을 그대로 쓰실 경우 일부 환불, 또는 새 상품 발송
- **상품 반송:** 저희가 요청할 때만
- **배송비:** 저희가 부담합니다

### 다른 상품이 왔어요
- **알려 주실 기한:** 배송 완료 후 13일 이내
- **보내 주실 것:** 받으신 상품 사진
- **저희가 하는 일:** 주문하신 상품을 다시 보내거나 환불
- **상품 반송:** 저희가 요청할 때만
- **배송비:** 저희가 부담합니다

== change-of-mind == 단순 변심과 사이즈 교환
단순 변심으로 인한 반품은 받지 않습니다.

**사이즈를 잘못 고르셨다면** 배송 완료 후 14일 이내에 알려 주세요. 교환이나 적립금 가운데 원하시는 방법으로 처리해 드리며, 배송비는 고객님이 부담합니다. 사용하지 않은 상품이어야 하고 원래 포장이 있어야 합니다.

== not-returnable == 반품할 수 없는 상품
- 주문 제작 상품(불량인 경우는 제외)
- 위생상 개봉하면 반품할 수 없는 밀봉 상품(불량인 경우는 제외)

== lost-and-late == 분실과 배송 지연
상품은 주문 후 영업일 7일 이내에 출발하며, 출발 후 보통 12~25일 이내에 도착합니다.

도착하지 않으면 도착 예정일부터 15일 이내에 알려 주세요. 배송 상태를 확인하고, 분실된 것으로 확인되면 환불해 드립니다.

| 보내는 곳 | 걸리는 기간 | 알려 주실 기한 |
|---|---|---|
| 대한민국 | 출발 후 12~18일 | 도착 예정일부터 15일 이내 |
| 미국과 유럽 | 출발 후 14~21일 | 도착 예정일부터 15일 이내 |
| 그 밖의 나라 | 출발 후 16~25일 | 도착 예정일부터 15일 이내 |

== how-to == 반품을 신청하는 방법
1. 주문번호와 문제가 된 점을 적어 [help@dalbit.example](mailto:help@dalbit.example)로 이메일을 보내 주세요.
2. 위에서 안내한 사진을 함께 보내 주세요.
3. 답변을 기다려 주세요. 이메일을 받은 뒤 영업일 2일 이내에 상품을 보내셔야 하는지, 어디로 보내실지 알려 드립니다.
4. 반송을 요청드리면 상품을 잘 포장해 보내 주세요. 택배 상자에 적힌 주소로는 보내지 마세요. 저희에게 도착하지 않습니다.

== refunds == 환불
사진을 받은 뒤 영업일 10일 이내에 결정합니다. 환불하기로 하면 결정 후 **영업일 3~15일 이내**에 결제하신 방법 그대로 돌려드립니다. 카드사나 은행에 따라 며칠 더 걸릴 수 있습니다.

재입고 수수료를 비롯한 어떤 수수료도 없습니다.

== exchanges == 교환
새 상품은 교환을 결정한 뒤 영업일 7일 이내에 보내 드립니다. 저희 잘못이라면 배송비는 받지 않습니다.

== contact == 문의
[help@dalbit.example](mailto:help@dalbit.example)로 이메일을 보내 주세요. 이메일을 받은 뒤 영업일 2일 이내에 답변드립니다. 누리집 주소는 [dalbit.example](https://dalbit.example)입니다.

== version == 정책 적용일
2026년 12월 1일부터 적용되며, 이날 이후에 하신 주문에 적용됩니다.
"""
    ),
)
