"""What the interface takes and answers, field by field; the OpenAPI document is made from these."""
