"""What Alembic runs: our tables, on the connection that the caller hands over."""

from alembic import context

from clauses import tables


def run() -> None:
    """Runs the migrations in the caller's transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=tables.metadata,
        render_as_batch=True,
        compare_type=True,
        compare_server_default=True,
    )
    context.run_migrations()


run()
