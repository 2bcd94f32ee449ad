"""Triggers that keep the journal append-only, for each engine.

They stop every account that may write, not one that may drop triggers: for that one there are the seals.
"""

_FORBIDDEN = "le journal ne se modifie pas"
_FORWARD = "le journal n'avance que d'un acte"

APPEND_ONLY: dict[str, tuple[str, ...]] = {
    "sqlite": (
        f"""CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
            BEGIN SELECT RAISE(ABORT, '{_FORBIDDEN}'); END""",
        f"""CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
            BEGIN SELECT RAISE(ABORT, '{_FORBIDDEN}'); END""",
        f"""CREATE TRIGGER journal_head_no_delete BEFORE DELETE ON journal_head
            BEGIN SELECT RAISE(ABORT, '{_FORBIDDEN}'); END""",
        f"""CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
            WHEN NEW.count <> OLD.count + 1
            BEGIN SELECT RAISE(ABORT, '{_FORWARD.replace("'", "''")}'); END""",
        # INSERT OR REPLACE removes the row in its way without firing the triggers of DELETE.
        f"""CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
            WHEN EXISTS (SELECT 1 FROM journal WHERE number = NEW.number OR seal = NEW.seal)
            BEGIN SELECT RAISE(ABORT, '{_FORBIDDEN}'); END""",  # noqa: S608  # constants of this module only
        f"""CREATE TRIGGER journal_head_no_replace BEFORE INSERT ON journal_head
            WHEN EXISTS (SELECT 1 FROM journal_head)
            BEGIN SELECT RAISE(ABORT, '{_FORBIDDEN}'); END""",  # noqa: S608
    ),
    "postgresql": (
        f"""CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE EXCEPTION '{_FORBIDDEN}'; END $$""",
        f"""CREATE FUNCTION journal_goes_forward() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN IF NEW.count <> OLD.count + 1 THEN RAISE EXCEPTION '{_FORWARD.replace("'", "''")}'; END IF;
            RETURN NEW; END $$""",
        """CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
            FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
        """CREATE TRIGGER journal_head_no_delete BEFORE DELETE OR TRUNCATE ON journal_head
            FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()""",
        """CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
            FOR EACH ROW EXECUTE FUNCTION journal_goes_forward()""",
    ),
}

REMOVED: dict[str, tuple[str, ...]] = {
    "sqlite": (),
    "postgresql": (
        "DROP FUNCTION journal_is_append_only() CASCADE",
        "DROP FUNCTION journal_goes_forward() CASCADE",
    ),
}
