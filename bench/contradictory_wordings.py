# ruff: noqa: E501  (a wording is one sentence)
"""Other hands: other wordings of the same clauses, each written after the checks stood, and kept apart from the first."""

SECOND: dict[str, list[str]] = {
    "instalments": [
        "As full compensation, Sponsor shall remit {total} to Promoter in {n} equal payments of {each}, due on the first day of each calendar quarter.",
        "Fee: {total}, payable in {n} instalments of {each} (plus VAT).",
        "The Client will pay the Consultant {each} at the end of each month for {n} months (total: {total}).",
        "Licensee shall pay the minimum guarantee of {total} in {n} equal {how} installments, each such installment being {each}.",
        "Payment of the purchase price ({total}) shall be made by {n} successive payments of {each}.",
        "{n} installments of {each} shall be paid, making {total} in all.",
        "The sum of {total} is to be paid over the Term in {n} equal installments (i.e., {each} per installment).",
    ],
    "list and total": [
        "Total consideration: {total}\n  - Signing payment: {a}\n  - Delivery payment: {b}\n  - Acceptance payment: {c}",
        "Sponsor will contribute {a} in cash, {b} in advertising and {c} in product, totaling {total}.",
        "The purchase price shall be {total}, comprised of {a} for hardware, {b} for software and {c} for installation.",
        "Buyer shall pay the {fee} of {total} in the following manner:\n(1) {a} at signing\n(2) {b} thirty days thereafter\n(3) {c} upon completion",
        "1. Design phase: {a}. 2. Build phase: {b}. 3. Launch phase: {c}. Total project price: {total}.",
        "Annual payments: 2015 - {a}; 2016 - {b}; 2017 - {c}. Aggregate of all annual payments: {total}.",
        "The {fee} shall be {total} and shall be payable {a} on the date hereof, {b} on June 30 and {c} on December 31.",
    ],
    "year and month": [
        "Fees: {month}/month, billed annually at {year}.",
        "Licensee shall pay an annual license fee of {year} ({month} per month) in advance.",
        "Rent for the equipment is {month} monthly, i.e. {year} per year.",
        "The annual maintenance charge of {year} is due in four quarterly payments of {quarter}.",
        "Subscription price: {year} per year, payable in monthly payments of {month} on the first of each month.",
        "Consultant receives {month} each month, equal to {year} per annum.",
    ],
    "percent of total": [
        "Buyer shall pay an advance of {p} of the total price of {total}, equal to {part}.",
        "Total price: {total}. Down payment ({p}): {part}.",
        "Agent's commission on the sale price of {total} at {p} amounts to {part}.",
        "The retainer is {part}, i.e. {p} of the agreed fee of {total}.",
        "Of the {fee} of {total}, {p} ({part}) shall be held in escrow.",
        "{part}, which is {p} of {total}, shall be paid at closing.",
    ],
    "percents": [
        "Fees are invoiced {a} on order, {b} on shipment and {c} on installation.",
        "The price is to be paid in three stages: {a} with the order; {b} upon notice of readiness; {c} thirty days after delivery.",
        "The parties shall share the net proceeds {a} / {b} / {c} between Licensor, Publisher and Agent.",
        "Payment terms:\n{a} - on signature\n{b} - on delivery\n{c} - on acceptance",
        "Revenue will be allocated {a} to Producer, {b} to Distributor and {c} to Exhibitor.",
    ],
    "rate and quantity": [
        "The Contractor shall work {q} hours at {price} an hour, or {total} in total.",
        "Quantity: {q} units. Unit price: {price}. Total price: {total}.",
        "Reseller shall purchase {q} copies at {price} per copy for an aggregate price of {total}.",
        "Total fees of {total} ({q} seats x {price} per seat).",
        "Customer commits to {q} subscriptions; at {price} per subscription the total commitment is {total}.",
        "A fee of {price} per participant for {q} participants, i.e. {total}, is payable.",
    ],
    "length": [
        "Term: {n} {ys} ({s} to {e}).",
        "The license is granted for a {n}-year period starting {s} and terminating {e}.",
        "The engagement shall last {n} {ys}, beginning on {s} and concluding on {e}.",
        "This Agreement has a fixed duration of {n} {ys}; it starts on {s} and ends on {e}.",
        "From {s} until {e} (a period of {n} {ys}), Company shall have the exclusive right to use the Marks.",
    ],
    "end before start": [
        "Term: {s} - {e}.",
        "Subscription start: {s}. Subscription end: {e}.",
        "The exclusive period shall be from and including {s} up to and including {e}.",
        "Commencing on {s}, and continuing until {e}, Agency shall provide the Services.",
        "The Initial Term starts {s} and ends {e}.",
    ],
    "due outside term": [
        "The Initial Term of this Agreement shall run from {s} through {e}. Sponsor agrees to pay {amount} on {due}.",
        "Term: {s} to {e}.\nPayment: {amount} due {due}.",
        "This Agreement begins on {s} and ends on {e}. The second payment of {amount} will be made by {due}.",
    ],
    "notice": [
        "The Term shall be extended automatically for successive {period} periods, provided that either party may prevent such extension by giving {days} days' written notice prior to the end of the Term.",
        "Upon expiry, this Agreement is renewed for a further {period} period each time unless cancelled in writing at least {days} days prior to the renewal date.",
        "Renewal: {period} renewal terms, automatic. Non-renewal notice: {days} days prior to the end of the term.",
    ],
    "two values": [
        "Customer will pay undisputed invoices within {one} days of the invoice date.\n\nPayment is due {two} days from the date of invoice.",
        "Terms of payment: net {one} days from invoice date.\n\nLicensee shall pay Licensor's invoices within {two} days of receipt.",
        "The initial term of this Agreement is {one} months.\n\nAfter the initial term of {two} months this Agreement renews automatically.",
        "Either party may terminate this Agreement at any time for any reason by giving {one} days written notice.\n\nThis Agreement is terminable without cause by either party upon {two} days' notice.",
        "Either party may prevent renewal by giving notice at least {one} days before the end of the then-current term.\n\nNotice of non-renewal must be given no less than {two} days prior to the end of the then-current term.",
    ],
    "month and year rate": [
        "A late charge of {m} per month (annual rate of {y}) applies.",
        "Interest shall accrue at {m} a month, being {y} a year.",
    ],
}

THIRD: dict[str, list[str]] = {
    "instalments": [
        "Total contract value: {total}. Payment shall be made in {n} {how} installments; each installment will be in the amount of {each}.",
        "Sponsor agrees to pay the Team {total} over the Term, such amount to be paid in {n} equal {how} payments of {each} each.",
        "Licensee will make {n} payments to Licensor, each of {each}, for an aggregate license fee of {total}.",
        "Fees. The implementation fee is {total} and will be billed in {n} equal {how} invoices of {each}.",
    ],
    "list and total": [
        "The Consultant will be paid {total} in total: {a} at the start, {b} at the halfway point, {c} at the end.",
        "The budget of {total} covers {a} for media, {b} for production and {c} for talent.",
        "Customer shall pay Vendor (i) {a} on the Effective Date, (ii) {b} on the Delivery Date and (iii) {c} on the Acceptance Date, being {total} in aggregate.",
        "Description | Fee\nSetup | {a}\nConfiguration | {b}\nGo-live support | {c}\nTotal fees | {total}",
    ],
    "year and month": [
        "Customer shall pay {year} annually, in equal monthly payments of {month}.",
        "Licence: {year} p.a. ({quarter} per quarter).",
        "The fee for each contract year is {year} and is due in quarterly installments of {quarter} each.",
    ],
    "percent of total": [
        "Customer shall pay a non-refundable deposit of {part} ({p} of the {total} purchase price).",
        "The broker shall receive {p} of the purchase price of {total}, i.e. a commission of {part}.",
        "Retainage: {p} of {total}, or {part}, will be withheld until completion.",
        "The price is {total}. A first instalment of {p} ({part}) is payable on order.",
    ],
    "percents": [
        "The balance of the {fee} shall be paid {a} upon commencement, {b} upon interim report, and {c} upon final report.",
        "Invoicing: {a} at order, {b} at delivery, {c} at site acceptance.",
        "Profits will be distributed as follows: Partner A {a}, Partner B {b}, Partner C {c}.",
    ],
    "rate and quantity": [
        "{q} hours @ {price}/hour = {total}",
        "Licensee purchases {q} user licenses for {total} ({price} per user).",
        "The estimated fee is {total} ({q} hours at {price} per hour).",
        "For the delivery of {q} units, Buyer will pay {price} per unit, i.e. {total} overall.",
    ],
    "length": [
        "This Agreement shall be effective from {s} and shall continue in force for {n} {ys}, expiring on {e}.",
        "The Contract Period is {n} {ys}, from {s} through {e}.",
        "Duration: {n} {ys}, starting {s}, ending {e}",
    ],
    "end before start": [
        "This Agreement is valid for the period {s} to {e}.",
        "Effective Date: {s}\nExpiration Date: {e}",
        "The Season begins {s} and concludes {e}.",
    ],
    "due outside term": [
        "This Agreement shall take effect on {s} and expire on {e}. Licensee shall make a payment of {amount} to Licensor by {due}.",
        "Term of Agreement: {s} through {e}. A payment of {amount} shall be due and payable on {due}.",
    ],
    "notice": [
        "This Agreement renews automatically for {period} periods unless either party gives at least {days} days' notice before renewal.",
        "At the end of the term, the contract is extended for another {period} period unless {days} days written notice of termination is given.",
    ],
    "two values": [
        "All payments are due within {one} days of invoice.\n\nThe Client agrees to pay each invoice within {two} days.",
        "The term of this Agreement is {one} months from the Effective Date.\n\nThe initial term of this Agreement shall be {two} months.",
        "This Agreement may be terminated by either party for convenience on {one} days' written notice.\n\nEither party can end this Agreement without cause by giving {two} days' notice.",
    ],
    "month and year rate": [
        "Unpaid sums carry a finance charge of {m} per month, which is an annual percentage rate of {y}.",
        "Interest of {m} per month, equivalent to {y} annually, is charged.",
    ],
}

HANDS = (SECOND, THIRD)
