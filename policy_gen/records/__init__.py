"""What people write, as typed records: questionnaires, suppliers' terms, laws, shops' steps, cases."""
