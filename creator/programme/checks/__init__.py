"""What must hold across a programme, one module a subject. Each check yields faults."""
