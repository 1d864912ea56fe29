# ruff: noqa: E501  (a wording is one sentence)
"""Other hands: other wordings of the same clauses, each written after the checks stood, and kept apart from the first."""

from bench.contradictory_later import EIGHTH, SEVENTH, SIXTH

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

FOURTH: dict[str, list[str]] = {
    "instalments": [
        "The parties agree to a fixed price of {total}, invoiced in {n} equal {how} amounts of {each}.",
        "{n} {how} instalments at {each} apiece shall satisfy the {fee} of {total}.",
        "As consideration Licensee shall pay {total} to Licensor; this sum falls due in {n} {how} payments, each of {each}.",
    ],
    "list and total": [
        "Fees: {a} (licence), {b} (integration), {c} (training). Sum: {total}.",
        "The consideration of {total} is broken down into {a} for rights, {b} for services and {c} for expenses.",
        "Purchase price {total}: {a} payable at closing, {b} payable on the first anniversary, {c} payable on the second anniversary.",
    ],
    "year and month": [
        "Monthly Fee: {month}. Annual Fee: {year}.",
        "Provider will bill {month} on the first of every month, which adds up to {year} for each year of the Term.",
        "The annual subscription fee shall be {year} ({quarter} each quarter).",
    ],
    "percent of total": [
        "Commission: {p} of {total} = {part}.",
        "The escrow amount is {part}, equal to {p} of the Purchase Price of {total}.",
        "Upon signature {p} of the total fee of {total} becomes due, amounting to {part}.",
    ],
    "percents": [
        "Payment: {a} down, {b} on shipment, {c} on commissioning.",
        "The royalty pool is apportioned among Writer ({a}), Producer ({b}) and Label ({c}).",
        "{a} of the Contract Price is due at signing, {b} at mid-term and {c} upon completion.",
    ],
    "rate and quantity": [
        "Licensor grants {q} seats. The price per seat is {price}, so the total price is {total}.",
        "{q} training days at {price} per day, total {total}.",
        "Total: {total} (calculated as {q} x {price}).",
    ],
    "length": ["The term is {n} {ys} from {s} and therefore ends on {e}.", "Initial Term: {s} to {e} ({n} {ys})."],
    "end before start": ["The license period starts on {s} and runs until {e}.", "Valid from: {s}; valid until: {e}."],
    "due outside term": [
        "The Agreement commences on {s} and terminates on {e}. The remaining {amount} shall be paid on or before {due}."
    ],
    "notice": [
        "Unless cancelled {days} days before expiry, the subscription is renewed for a further {period} period."
    ],
    "two values": [
        "Fees are payable net {one} days.\n\nInvoices must be paid within {two} days of the invoice date.",
        "Client must settle invoices within {one} days of receipt.\n\nThe due date of each invoice is {two} days from receipt.",
    ],
    "month and year rate": ["Default interest: {m} per month ({y} p.a.)."],
}

FIFTH: dict[str, list[str]] = {
    "instalments": [
        "Sponsor's contribution is {total}, to be remitted in {n} {how} instalments ({each} per instalment).",
        "The Distributor shall pay an upfront fee of {total}. Payment is to be effected in {n} equal instalments, each for {each}.",
        "{total} fee, {n} payments @ {each}.",
        "The purchase price of {total} is payable over {n} months at {each} per month.",
    ],
    "list and total": [
        "Year one fees consist of a set-up charge of {a}, a hosting charge of {b} and a support charge of {c} (total {total}).",
        "Compensation. Total compensation of {total} shall be paid: {a} upon execution; {b} upon mid-project review; {c} upon delivery of the final report.",
        "Line 1: {a}\nLine 2: {b}\nLine 3: {c}\nAmount due: {total}",
    ],
    "year and month": [
        "The Retainer is {month} per calendar month, being {year} per year.",
        "The rent is {year} per annum, payable by equal quarterly payments of {quarter} in advance.",
        "Licensee pays {year} each year in monthly instalments of {month}.",
    ],
    "percent of total": [
        "A success fee equal to {p} of the transaction value of {total} (i.e. {part}) is payable.",
        "The Deposit shall be {part}, which represents {p} of the {fee} ({total}).",
        "{p} of the {fee} of {total} (namely {part}) is payable on signing.",
    ],
    "percents": [
        "The {fee} shall be paid in three tranches: {a} on signing, {b} on roll-out and {c} on final sign-off.",
        "Revenues shall be split {a} to Owner, {b} to Operator and {c} to Manager.",
    ],
    "rate and quantity": [
        "Buyer orders {q} units of the Product at a price of {price} each for a total purchase price of {total}.",
        "Consultant will provide up to {q} hours at {price} per hour ({total} in total).",
        "Fee: {q} participants x {price} = {total}.",
    ],
    "length": [
        "The Agreement enters into force on {s} for a period of {n} {ys} and expires on {e}.",
        "A {n} year term, from {s} until {e}, applies.",
    ],
    "end before start": [
        "The campaign shall run from {s} up to {e}.",
        "Commencement Date: {s}\nEnd Date: {e}",
        "Services shall be provided between {s} and {e}.",
    ],
    "due outside term": [
        "This Agreement commences {s} and expires {e}.\n\nThe second fee instalment of {amount} is payable on {due}.",
        "The term of the sponsorship is from {s} to {e}; {amount} is due by {due}.",
    ],
    "notice": [
        "The term renews automatically for consecutive {period} terms. Either party may opt out by notice at least {days} days before the end of a term."
    ],
    "two values": [
        "Licensor shall invoice monthly and Licensee shall pay within {one} days from receipt of invoice.\n\nPayment Terms: {two} days from invoice date.",
        "Customer may terminate this Agreement without cause with {one} days prior written notice.\n\nCustomer may terminate for any reason on {two} days' written notice.",
    ],
    "month and year rate": ["Arrears bear interest of {m} monthly ({y} yearly).", "Interest: {m}/month = {y}/year."],
}

HANDS = (SECOND, THIRD, FOURTH, FIFTH, SIXTH, SEVENTH, EIGHTH)
