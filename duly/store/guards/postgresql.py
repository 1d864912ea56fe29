"""The guards as PostgreSQL triggers, which fire even for a replica and for the owner of the tables.

The period is read FOR SHARE when an entry is sealed: a close, which takes the row for itself, waits for it or is waited
for. Whoever adds rows shares a lock that the line of the audit trail takes alone, so that no row slips under the line
of another. That lines have their header at the end is asked once an entry (`journal_begun`), since asking for every
line takes longer than writing them. Every function names its schemas, temporary tables last: a table of the same name
hides none of ours.
"""

from __future__ import annotations

from collections.abc import Sequence

_FORBID = """
CREATE FUNCTION duly_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""
_SEAL = """
CREATE FUNCTION duly_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE head record; whose bigint; state_now text; found bigint;
BEGIN
  SELECT id INTO whose FROM period WHERE entity = NEW.entity AND book = NEW.book AND name = NEW.period FOR SHARE;
  SELECT state INTO state_now FROM period_event WHERE period_id = whose ORDER BY id DESC LIMIT 1;
  IF whose IS NULL OR NOT (coalesce(state_now, 'open') = CASE WHEN NEW.taken_from = '' THEN 'open' ELSE 'closed' END
    OR state_now = 'soft closed' AND NEW.kind IN ('manual', 'reversal'))
    THEN RAISE EXCEPTION 'the period is not open' USING ERRCODE = 'check_violation'; END IF;
  IF NEW.taken_from <> '' AND 2 > (
    SELECT count(DISTINCT a.person) FROM approval a JOIN proposal p ON p.ref = a.proposal_id
    WHERE p.verb = 'restate_periods' AND a.granted AND a.person <> p.maker AND a.content = p.content
    AND EXISTS (SELECT 1 FROM approval l WHERE l.proposal_id = p.ref AND l.seq = NEW.seq))
    THEN RAISE EXCEPTION 'a restatement is agreed to by two people' USING ERRCODE = 'check_violation'; END IF;
  SELECT count(*) INTO found FROM journal_line WHERE entry = NEW.ref;
  IF NEW.lines < 2 OR NEW.lines <> found
    THEN RAISE EXCEPTION 'an entry needs two lines, and as many as it says' USING ERRCODE = 'check_violation'; END IF;
  IF EXISTS (SELECT 1 FROM journal_line WHERE entry = NEW.ref GROUP BY contract, currency HAVING sum(amount) <> 0)
    OR EXISTS (SELECT 1 FROM journal_line WHERE entry = NEW.ref GROUP BY contract, books_currency
      HAVING sum(books_amount) <> 0)
    THEN RAISE EXCEPTION 'a contract does not balance' USING ERRCODE = 'check_violation'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext(NEW.chain));
  SELECT number, hash INTO head FROM journal_entry WHERE chain = NEW.chain ORDER BY number DESC LIMIT 1;
  IF NEW.number <> coalesce(head.number, 0) + 1 OR NEW.prev <> coalesce(head.hash, repeat('0', 64))
    OR length(NEW.hash) <> 64 OR (NEW.taken_from <> '') <> (NEW.kind IN ('restatement', 'restated correction'))
    OR (CASE WHEN NEW.taken_from = '' THEN NEW.chain <> NEW.entity || '/' || NEW.book
      ELSE NOT starts_with(NEW.chain, NEW.entity || '/' || NEW.book || '/R')
      OR EXISTS (SELECT 1 FROM journal_entry WHERE chain = NEW.chain AND seq <> NEW.seq) END)
    THEN RAISE EXCEPTION 'the chain is broken' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$"""
_LINES = """
CREATE FUNCTION duly_lines() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO journal_begun SELECT DISTINCT entry FROM added ON CONFLICT DO NOTHING;
  IF EXISTS (SELECT 1 FROM added JOIN journal_entry e ON e.ref = added.entry)
    THEN RAISE EXCEPTION 'the entry is sealed' USING ERRCODE = 'check_violation'; END IF;
  RETURN NULL;
END $$"""
_WAY = """
CREATE FUNCTION duly_period_way() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
DECLARE state_now text; last_id bigint;
BEGIN
  PERFORM 1 FROM period WHERE id = NEW.period_id FOR UPDATE;
  SELECT id, state INTO last_id, state_now FROM period_event WHERE period_id = NEW.period_id ORDER BY id DESC LIMIT 1;
  IF NEW.id <= last_id
    THEN RAISE EXCEPTION 'an event follows those before it' USING ERRCODE = 'check_violation'; END IF;
  IF state_now = 'closed' AND (NEW.state <> 'open' OR 2 > (
    SELECT count(DISTINCT a.person) FROM approval a JOIN proposal p ON p.ref = a.proposal_id
    WHERE p.ref = NEW.proposal AND p.verb = 'reopen_period' AND a.granted AND a.person <> p.maker
    AND a.content = p.content))
    THEN RAISE EXCEPTION 'a closed period is reopened by two people' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$"""
_CHAIN = """
CREATE FUNCTION duly_audit_chain() RETURNS trigger LANGUAGE plpgsql
SET search_path = public, pg_temp AS $$
DECLARE head record;
BEGIN
  PERFORM pg_advisory_xact_lock(6061026);
  SELECT seq, hash INTO head FROM audit_line ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(head.seq, 0) + 1 OR NEW.prev <> coalesce(head.hash, repeat('0', 64))
    THEN RAISE EXCEPTION 'the audit chain is broken' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$"""
_DONE = """
CREATE FUNCTION duly_command_done() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(6061026);
  IF EXISTS (SELECT 1 FROM audit_line WHERE seq IN (SELECT seq FROM added))
    THEN RAISE EXCEPTION 'the command is done' USING ERRCODE = 'check_violation'; END IF;
  RETURN NULL;
END $$"""
_OPENING = """
CREATE FUNCTION duly_opening() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW.kind NOT IN ('opening', 'opening difference') THEN RETURN NEW; END IF;
  IF 2 > (
    SELECT count(DISTINCT a.person) FROM approval a JOIN proposal p ON p.ref = a.proposal_id
    WHERE p.verb = 'import_opening' AND a.granted AND a.person <> p.maker AND a.content = p.content
    AND EXISTS (SELECT 1 FROM approval l WHERE l.proposal_id = p.ref AND l.seq = NEW.seq))
    THEN RAISE EXCEPTION 'an opening is agreed to by two people' USING ERRCODE = 'check_violation'; END IF;
  IF NEW.period <> 'opening' OR EXISTS (
    SELECT 1 FROM journal_entry WHERE entity = NEW.entity AND book = NEW.book AND seq <> NEW.seq)
    THEN RAISE EXCEPTION 'an opening comes before all else' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$"""
# Entries with lines; each must have its header when the transaction ends. The key of each line says the same again.
_BEGUN = """
CREATE TABLE journal_begun (entry text PRIMARY KEY REFERENCES journal_entry DEFERRABLE INITIALLY DEFERRED);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_begun
FOR EACH STATEMENT EXECUTE FUNCTION duly_only_grows();
ALTER TABLE journal_begun ENABLE ALWAYS TRIGGER only_grows;
DO $$ BEGIN EXECUTE (SELECT format('ALTER TABLE journal_line DROP CONSTRAINT %I', conname) FROM pg_constraint
WHERE conrelid = 'journal_line'::regclass AND confrelid = 'journal_entry'::regclass); END $$"""
_FUNCTIONS = (_FORBID, _SEAL, _LINES, _WAY, _CHAIN, _DONE)
# The line of the audit trail is the seal itself, and lines of the journal are sealed by their entry.
_SEALED_OTHERWISE = ("audit_line", "journal_line")
_TRIGGERS = (
    ("journal_entry", "seal", "BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION duly_seal()"),
    (
        "journal_line",
        "lines",
        "AFTER INSERT ON journal_line REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION duly_lines()",
    ),
    ("period_event", "way", "BEFORE INSERT ON period_event FOR EACH ROW EXECUTE FUNCTION duly_period_way()"),
    ("audit_line", "chain", "BEFORE INSERT ON audit_line FOR EACH ROW EXECUTE FUNCTION duly_audit_chain()"),
)
# What came with the cut-over.
_OPENED = ("journal_entry", "opening", "BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION duly_opening()")
OPENING = (
    _OPENING,
    f"CREATE TRIGGER opening {_OPENED[2]}",
    "ALTER TABLE journal_entry ENABLE ALWAYS TRIGGER opening",
)

# The functions with their text, and the triggers that fire always, with what they call.
STANDING = """
SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'duly%' UNION ALL
SELECT c.relname || ' ' || t.tgname, f.proname || ' ' || t.tgtype FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc f ON f.oid = t.tgfoid
WHERE t.tgenabled = 'A' AND NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace"""
# How PostgreSQL numbers: for each row 1, before 2, INSERT 4, DELETE 8, UPDATE 16, TRUNCATE 32.
_EACH_NEW, _AFTER_NEW, _ANY_OTHER = 1 + 2 + 4, 4, 2 + 8 + 16 + 32


def wanted(tables: Sequence[str]) -> dict[str, str]:
    """The functions and triggers by name, as `STANDING` tells them."""
    found = {text.split()[2].removesuffix("()"): text.split("$$")[1] for text in (*_FUNCTIONS, _OPENING)}
    found |= {f"{table} only_grows": f"duly_only_grows {_ANY_OTHER}" for table in (*tables, "journal_begun")}
    found |= {f"{table} done": f"duly_command_done {_AFTER_NEW}" for table in tables if table not in _SEALED_OTHERWISE}
    for table, name, rest in (*_TRIGGERS, _OPENED):
        kind = _AFTER_NEW if rest.startswith("AFTER") else _EACH_NEW
        found[f"{table} {name}"] = f"{rest.split()[-1].removesuffix('()')} {kind}"
    return found


def statements(tables: Sequence[str]) -> list[str]:
    """Functions and triggers for all tables, then those of the journal, the periods and the audit trail."""
    found = [*_FUNCTIONS, *of_tables(tables)]
    for table, name, rest in _TRIGGERS:
        found.append(f"CREATE TRIGGER {name} {rest}")
        found.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")
    found.append(_BEGUN)
    found.append(
        "ALTER TABLE journal_line ADD CONSTRAINT a_line_is_about_something CHECK (amount <> 0 OR books_amount <> 0)"
    )
    return found


def of_tables(tables: Sequence[str]) -> list[str]:
    """Triggers that every table has."""
    found = []
    for table in tables:
        found.append(
            f"CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION duly_only_grows()"
        )
        found.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER only_grows")
        if table not in _SEALED_OTHERWISE:
            found.append(
                f"CREATE TRIGGER done AFTER INSERT ON {table} REFERENCING NEW TABLE AS added "
                "FOR EACH STATEMENT EXECUTE FUNCTION duly_command_done()"
            )
            found.append(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER done")
    return found


def grants(tables: Sequence[str], role: str) -> list[str]:
    """What the role of the application needs, which owns nothing: to read and to add, and never more. role: quoted."""
    return [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        f"REVOKE CREATE ON SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT ON {', '.join(tables)} TO {role}",
        f"GRANT SELECT ON django_migrations TO {role}",
        f"GRANT SELECT, INSERT, DELETE ON personal TO {role}",
        f"GRANT SELECT, INSERT, UPDATE ON allowance TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON webhook_progress, webhook_delivery, worker_seen TO {role}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ]


# What a role may do that it must not, however it came to it: by itself, by another role it is part of, or as everybody.
BEYOND = """
SELECT r.rolname || ' is a superuser' FROM pg_roles r WHERE r.rolname = %(role)s AND r.rolsuper UNION ALL
SELECT r.rolname || ' can make roles' FROM pg_roles r WHERE r.rolname = %(role)s AND r.rolcreaterole UNION ALL
SELECT %(role)s || ' owns ' || c.relname || ', or is part of a role that does' FROM pg_class c
  WHERE c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace
  AND pg_has_role(%(role)s, c.relowner, 'MEMBER') UNION ALL
SELECT %(role)s || ' may do more with ' || c.relname || ' than read and add' FROM pg_class c
  WHERE c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace
  AND has_table_privilege(%(role)s, c.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')"""
# Tables that a role can read which is for views alone.
READABLE = """
SELECT c.relname FROM pg_class c WHERE c.relname = ANY(%(tables)s) AND c.relnamespace = 'public'::regnamespace
AND has_table_privilege(%(role)s, c.oid, 'SELECT') ORDER BY c.relname"""
