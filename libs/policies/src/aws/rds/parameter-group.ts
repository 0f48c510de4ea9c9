import { resourceRule, type Problem } from "../../rule.ts";
import { at, listAt } from "../../unknown.ts";
import { text } from "../inputs.ts";
import { refusal } from "../refusal.ts";
import { PARAMETER_GROUP } from "./database.ts";

const FAMILY =
  /^(mysql(5\.[567]|8\.[04])|mariadb1[0-2]\.\d+|postgres\d+(\.\d+)?|(custom-)?(oracle|sqlserver|db2)-.+)$/;

export const rdsParameterFamily = resourceRule({
  ...refusal,
  id: "rds-parameter-family",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBParameterGroup.html",
  types: [PARAMETER_GROUP],
  fix: "Write engine and major version without anything between: mysql8.4.",
  check: ({ props }) => {
    const family = text(props["family"]);
    if (family === undefined || FAMILY.test(family)) return undefined;
    return { property: "family", message: `is "${family}", which is no family of RDS` };
  },
});

const words = (list: string) => new Set(list.trim().split(/\s+/));

/** MySQL reads them when it starts only. */
const STATIC = words(`
  back_log default_authentication_plugin ft_max_word_len ft_min_word_len ft_query_expansion_limit ft_stopword_file
  innodb_autoinc_lock_mode innodb_buffer_pool_instances innodb_flush_method innodb_ft_cache_size
  innodb_ft_max_token_size innodb_ft_min_token_size innodb_ft_sort_pll_degree innodb_log_file_size
  innodb_page_cleaners innodb_purge_threads innodb_read_io_threads innodb_rollback_on_timeout innodb_sort_buffer_size
  innodb_sync_array_size innodb_write_io_threads lower_case_table_names max_digest_length myisam_mmap_size
  performance_schema performance_schema_digests_size performance_schema_max_digest_length relay_log_recovery
  skip_name_resolve skip_show_database table_open_cache_instances thread_handling thread_stack
`);

/** RDS keeps them to itself. */
const FIXED = words(`
  basedir datadir general_log_file hostname innodb_data_file_path innodb_data_home_dir innodb_log_group_home_dir
  innodb_page_size innodb_undo_directory log_bin log_bin_basename log_error pid_file plugin_dir port secure_file_priv
  server_id server_uuid skip_external_locking slow_query_log_file socket ssl_ca ssl_cert ssl_key tmpdir version
`);

/** Gone from MySQL 8.4 (reference manual, "What Is New in MySQL 8.4"), or from 8.0 before it. */
const REMOVED_IN_84 = words(`
  avoid_temporal_upgrade binlog_transaction_dependency_tracking default_authentication_plugin expire_logs_days
  innodb_file_format innodb_large_prefix innodb_undo_logs log_bin_use_v1_row_events log_slave_updates log_warnings
  master_info_repository multi_range_count query_cache_limit query_cache_min_res_unit query_cache_size
  query_cache_type query_cache_wlock_invalidate relay_log_info_file relay_log_info_repository secure_auth
  show_old_temporals slave_rows_search_algorithms sync_frm transaction_write_set_extraction tx_isolation tx_read_only
`);

/** RDS takes 0 and 1, and neither ON nor true. */
const SWITCHES = words(`
  autocommit binlog_rows_query_log_events general_log innodb_file_per_table innodb_print_all_deadlocks
  innodb_rollback_on_timeout innodb_stats_persistent local_infile log_queries_not_using_indexes
  log_slow_admin_statements performance_schema require_secure_transport skip_name_resolve slow_query_log
`);

/** A text that must fit, and what RDS allows. */
const VALUES: Readonly<Record<string, readonly [RegExp, string]>> = {
  binlog_format: [/^(ROW|STATEMENT|MIXED)$/i, "ROW, STATEMENT or MIXED"],
  innodb_flush_log_at_trx_commit: [/^[012]$/, "0, 1 or 2"],
  log_output: [/^(FILE|TABLE|NONE)(,(FILE|TABLE|NONE))*$/i, "FILE, TABLE or NONE"],
  long_query_time: [/^\d+(\.\d+)?$/, "a number of seconds"],
  max_connections: [/^(\d+|\{.+\}|(GREATEST|LEAST|SUM|log)\(.+\))$/i, "a number or a formula"],
  tls_version: [/^TLSv1\.[23](,TLSv1\.[23])*$/, "TLSv1.2, TLSv1.3"],
};

/** What is often misspelt: a name that is nearly one of these is none. */
const COMMON = [
  ...SWITCHES,
  ...Object.keys(VALUES),
  ...["character_set_server", "collation_server", "innodb_buffer_pool_size", "max_allowed_packet"],
  ...["wait_timeout", "interactive_timeout", "time_zone", "sql_mode", "event_scheduler"],
];

export const rdsParameter = resourceRule({
  ...refusal,
  id: "rds-parameter",
  source:
    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.MySQL.Parameters.html, " +
    "API_ModifyDBParameterGroup.html",
  types: [PARAMETER_GROUP],
  fix:
    "Take a parameter of the family that can be changed, with a value that RDS lists for it, and " +
    'applyMethod "pending-reboot" where MySQL reads it at its start only.',
  check: ({ props }) => {
    const family = text(props["family"]) ?? "";
    if (!family.startsWith("mysql")) return undefined;
    return listAt(props, "parameters").flatMap((parameter, index) => {
      const name = text(at(parameter, "name"))?.toLowerCase();
      if (name === undefined) return [];
      return parameterProblems(family, name, parameter).map((message) => ({
        property: `parameters[${index}]`,
        message,
      })) satisfies Problem[];
    });
  },
});

function parameterProblems(family: string, name: string, parameter: unknown): string[] {
  const value = text(at(parameter, "value"));
  const method = at(parameter, "applyMethod") ?? "immediate";
  if (family === "mysql8.4" && REMOVED_IN_84.has(name)) return [`${name} is not in MySQL 8.4`];
  if (FIXED.has(name)) return [`${name} cannot be changed in RDS`];
  const meant = COMMON.find((one) => isNearly(name, one));
  if (meant !== undefined) return [`${name} is unknown: ${meant} is meant`];
  const found: string[] = [];
  if (STATIC.has(name) && text(method)?.toLowerCase() === "immediate") {
    found.push(`${name} is read at the start of MySQL only, and cannot be applied at once`);
  }
  if (SWITCHES.has(name) && value !== undefined && !/^[01]$/.test(value)) {
    found.push(`${name} is "${value}": RDS takes 0 and 1`);
  }
  const [pattern, allowed] = VALUES[name] ?? [];
  if (pattern !== undefined && value !== undefined && !pattern.test(value)) {
    found.push(`${name} is "${value}": RDS takes ${allowed}`);
  }
  return found;
}

/** One letter more, less, other or swapped with its neighbour, in a name of some length. */
function isNearly(name: string, one: string): boolean {
  if (name === one || one.length < 8 || COMMON.includes(name) || STATIC.has(name)) return false;
  if (Math.abs(name.length - one.length) > 1) return false;
  let begin = 0;
  while (begin < name.length && name[begin] === one[begin]) begin++;
  const [rest, other] = [name.slice(begin), one.slice(begin)];
  return (
    rest.slice(1) === other ||
    rest === other.slice(1) ||
    rest.slice(1) === other.slice(1) ||
    (rest[0] === other[1] && rest[1] === other[0] && rest.slice(2) === other.slice(2))
  );
}
