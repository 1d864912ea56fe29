# ruff: noqa: E501  (a wording is one sentence)
"""The hands that came last: wordings of the same clauses, each written after the checks stood."""

SIXTH: dict[str, list[str]] = {
    "instalments": [
        "The Sponsorship Fee of {total} shall be paid in {n} installments as follows: {each} on each payment date.",
        "In return, Licensee shall pay to Licensor the sum of {total}, in {n} consecutive {how} payments of {each} commencing thirty days after the Effective Date.",
        "Tuition: {total} ({n} instalments of {each})",
        "Agency will be compensated with {n} {how} payments, in the amount of {each} each, totalling {total}.",
    ],
    "list and total": [
        "Client will pay {total}, with {a} due at signing, {b} due at launch and {c} due sixty days after launch.",
        "Fee Schedule\n\nDiscovery    {a}\n\nDesign    {b}\n\nDelivery    {c}\n\nTotal    {total}",
        "The grant of {total} is made up of {a} in 2019, {b} in 2020, and {c} in 2021.",
        "Three payments ({a}, {b} and {c}) shall be made, for an aggregate consideration of {total}.",
    ],
    "year and month": [
        "Hosting fee: {month} per month, {year} per year.",
        "A fee at the rate of {year} per annum shall be paid, in equal monthly amounts of {month}.",
        "The service charge is {quarter} per quarter (equivalent to {year} per year).",
    ],
    "percent of total": [
        "Licensee shall pay Licensor {part} upon execution (equal to {p} of the total license fee of {total}).",
        "The total price is {total}; {p} of the total price, being {part}, is payable within ten days.",
        "A {p} prepayment ({part}) of the {total} fee is required.",
    ],
    "percents": [
        "Customer will be invoiced {a} of the total fee at project start, {b} at user acceptance and {c} at go-live.",
        "Milestones: Design complete {a}; Prototype accepted {b}; Production release {c} of the {fee}.",
    ],
    "rate and quantity": [
        "Customer will purchase {q} licenses at a per-license price of {price}, for a total license fee of {total}.",
        "For {q} hours of training at {price} per hour, Client shall pay {total}.",
        "The minimum order is {q} units, which at {price} per unit equals {total}.",
    ],
    "length": [
        "The term of this Agreement shall begin on {s} and shall end on {e}, a period of {n} {ys}.",
        "This Agreement shall be for a {n}-year term commencing {s} and expiring {e}.",
    ],
    "end before start": [
        "This Agreement shall be in effect from {s} until {e}, unless terminated earlier.",
        "Term start date: {s}. Term end date: {e}.",
    ],
    "due outside term": [
        "The term begins on {s} and ends on {e}. All fees are due as follows: {amount} on {due}.",
        "This Agreement shall run from {s} to {e}. Payment of {amount} is to be made on {due}.",
    ],
    "notice": [
        "This Agreement will renew for additional {period} terms unless terminated by either party upon {days} days' written notice prior to the end of the then current term."
    ],
    "two values": [
        "Invoices are due and payable net {one} days.\n\nCustomer agrees to pay all invoices in full within {two} days of the date of the invoice.",
        "Either party may terminate this Agreement for any reason upon {one} days notice.\n\nThis Agreement may be terminated without cause by either party by giving the other {two} days' prior notice in writing.",
        "Notice of non-renewal shall be given at least {one} days before the end of the term.\n\nThis Agreement renews automatically unless a party gives notice of non-renewal {two} days before the end of the term.",
    ],
    "month and year rate": [
        "Any late payment shall bear interest at the rate of {m} per month, i.e., {y} per annum.",
        "Late fees accrue at {m} per month (or {y} annually).",
    ],
}

SEVENTH: dict[str, list[str]] = {
    "instalments": [
        "The one-time fee of {total} may be paid in {n} installments of {each} per installment.",
        "Payment Schedule: {n} x {each} = {total}.",
        "Licensor shall receive {total}, which shall be paid by Licensee in {n} equal {how} payments. Each payment shall be {each}.",
        "Total: {total}, billed in {n} {how} installments of {each} each.",
    ],
    "list and total": [
        "Total consideration payable hereunder is {total}, namely {a} for the licence, {b} for services, and {c} for support.",
        "Upon signing: {a}\nUpon delivery: {b}\nUpon acceptance: {c}\nTotal: {total}",
        "Vendor will be paid a flat fee of {total}: {a} within 10 days of the Effective Date, {b} within 60 days and {c} within 120 days.",
        "The parties estimate costs of {a} (travel), {b} (materials) and {c} (labor), for total estimated costs of {total}.",
    ],
    "year and month": [
        "The subscription fee is {month} per month, billed annually in advance ({year}).",
        "The Annual Minimum of {year} shall be paid in quarterly payments of {quarter} each.",
        "Consultant shall be paid {year} annually ({month} monthly).",
    ],
    "percent of total": [
        "Customer shall pay {p} of the Project Fee of {total} ({part}) in advance.",
        "An advance of {part}, being {p} of {total}, has been agreed.",
        "{total} is the agreed price. Of this amount, {p}, i.e. {part}, is due at signature.",
    ],
    "percents": [
        "Payment shall be made as follows: (a) {a} on order; (b) {b} on delivery; (c) {c} on commissioning.",
        "{a} of the fee is due on signature, {b} after three months and {c} after six months.",
    ],
    "rate and quantity": [
        "{q} seats at an annual price of {price} per seat, {total} per year in total.",
        "The Service Provider will deliver {q} days of consulting at {price} per day, a total of {total}.",
        "Price: {price} per unit. Units ordered: {q}. Total due: {total}.",
    ],
    "length": [
        "The initial term is {n} {ys}, beginning {s} and ending {e}.",
        "This Agreement commences on {s} and expires on {e} ({n} {ys} later).",
    ],
    "end before start": [
        "This Agreement commences on {s} and terminates on {e}.",
        "The Promotion Period is {s} - {e}.",
    ],
    "due outside term": [
        "The term commences on {s} and expires on {e}. Sponsor shall pay the last {amount} not later than {due}.",
        "Term: from {s} to {e}. The fee of {amount} is payable on {due}.",
    ],
    "notice": [
        "This Agreement shall be automatically extended for successive {period} periods unless notice of termination is given no later than {days} days prior to expiry."
    ],
    "two values": [
        "Payment is due within {one} days after receipt of invoice.\n\nInvoices shall be paid {two} days after receipt.",
        "Each party may terminate this Agreement for convenience with {one} days' notice.\n\nEither party may terminate without cause upon at least {two} days' written notice.",
        "The initial term of this Agreement shall be {one} months.\n\nUnless renewed, this Agreement ends when its initial term of {two} months is over.",
    ],
    "month and year rate": ["Interest on arrears: {m} per month (equal to {y} per annum)."],
}

EIGHTH: dict[str, list[str]] = {
    "instalments": [
        "Naming rights fee: {total}. Payable: {n} {how} payments of {each} each.",
        "Company will compensate Advisor with {total} over the course of the engagement, split into {n} equal tranches of {each}.",
        "The guarantee of {total} shall be remitted by way of {n} equal {how} payments, that is {each} on each due date.",
        "Rightsholder is entitled to {n} payments of {each} each; the total amount payable is therefore {total}.",
    ],
    "list and total": [
        "The Development Fee totals {total} and is payable as to {a} on signature, as to {b} on delivery of the beta version and as to {c} on final delivery.",
        "Budget: printing {a}, distribution {b}, advertising {c}. Total budget {total}.",
        "Payments of {a}, {b} and {c} are due on March 1, June 1 and September 1, respectively, for a total of {total}.",
        "Customer owes {total}, payable in three instalments: {a}, {b} and {c}.",
    ],
    "year and month": [
        "For the Services, Customer shall pay a monthly fee of {month} (i.e. {year} per year).",
        "{year} per annum (payable in monthly instalments of {month}).",
        "The platform fee, {month} monthly or {year} annually, is due in advance.",
    ],
    "percent of total": [
        "A break fee of {part} ({p} of the {fee} of {total}) applies.",
        "The down payment amounts to {p} of the purchase price ({total}), or {part}.",
        "Supplier grants a credit of {part}, corresponding to {p} of the {total} fee.",
    ],
    "percents": [
        "The Contract Price shall be paid: {a} upon order; {b} upon shipment; and {c} upon commissioning.",
        "Royalties are to be divided between Author ({a}), Illustrator ({b}) and Publisher ({c}).",
    ],
    "rate and quantity": [
        "{q} additional seats at {price} per seat equals {total}.",
        "Client agrees to purchase {q} impressions packages at {price} per package, amounting to a total of {total}.",
        "Estimated hours: {q}. Hourly rate: {price}. Estimated total: {total}.",
    ],
    "length": [
        "This agreement is made for {n} {ys}: it begins on {s} and ends on {e}.",
        "Contract period: {s} - {e} ({n} {ys}).",
    ],
    "end before start": ["The Term will commence {s} and will remain in effect through {e}.", "Start: {s}. End: {e}."],
    "due outside term": [
        "The Agreement is effective {s} through {e}. The final payment of {amount} shall be due no later than {due}.",
        "This contract lasts from {s} to {e}, and the licence fee of {amount} falls due on {due}.",
    ],
    "notice": [
        "After the initial term, renewal is automatic for {period} terms, and either party can decline renewal with {days} days' advance notice."
    ],
    "two values": [
        "Client shall pay invoices within {one} days of receipt thereof.\n\nPayment terms for all invoices are {two} days from date of invoice.",
        "Either party may terminate this Agreement, with or without cause, on {one} days' written notice.\n\nThis Agreement may be cancelled by either party for any reason on {two} days' prior notice.",
        "Net {one} days.\n\nAll invoices are payable within {two} days of the invoice date.",
    ],
    "month and year rate": ["Delinquent amounts will be charged {m} per month, an annual rate of {y}."],
}
