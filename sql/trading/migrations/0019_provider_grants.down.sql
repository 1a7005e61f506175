drop table provider_grants;
