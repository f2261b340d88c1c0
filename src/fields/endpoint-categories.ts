/**
 * Sigma's categories of what an endpoint's sensor records in one of its own (`process where …` in EQL).
 * https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax#eql-syntax-event-categories
 */
export const ENDPOINT_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  process: ['process_creation', 'process_termination'],
  file: ['file_event', 'file_rename', 'file_delete', 'file_access'],
  registry: ['registry_set', 'registry_add', 'registry_delete', 'registry_rename', 'registry_event'],
  library: ['image_load'],
  driver: ['driver_load'],
  network: ['network_connection', 'dns_query'],
  dns: ['dns_query'],
  // Calls of functions, as the kernel traces them.
  api: ['process_access'],
};
