"""Grid operators: file a request, follow its milestones, order the commissioning, by any means."""
