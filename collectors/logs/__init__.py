"""Log records to Events, one folder per source. Native names stay; ECS names are added beside them from data."""
