-- The queries of audit.ipynb for DuckDB: duckdb < scripts/notebooks/audit.sql, in the folder above demo/tables.

CREATE VIEW attributions AS
    SELECT * FROM read_parquet('demo/tables/attributions/**/*.parquet', hive_partitioning = true, union_by_name = true);

CREATE VIEW summary AS
    SELECT * FROM read_parquet('demo/tables/summary/**/*.parquet', hive_partitioning = true, union_by_name = true);

CREATE VIEW scores AS
    SELECT * FROM read_parquet('demo/tables/scores/**/*.parquet', hive_partitioning = true, union_by_name = true);

CREATE VIEW clusters AS
    SELECT * FROM read_parquet('demo/tables/clusters/**/*.parquet', hive_partitioning = true, union_by_name = true);

CREATE VIEW cluster_members AS
    SELECT * FROM read_parquet('demo/tables/cluster_members/**/*.parquet', hive_partitioning = true, union_by_name = true);

CREATE VIEW checks AS
    SELECT * FROM read_parquet('demo/tables/checks/**/*.parquet', hive_partitioning = true, union_by_name = true);

-- The most suspicious images
SELECT c.suspicion_rank, c.target_name, c.accused, m.image_id, a.label, a.predicted_name, a.corner_share, s.rank_in_class, c.reason
FROM clusters c
JOIN cluster_members m ON m.run_id = c.run_id AND m.target = c.target AND m.cluster = c.cluster
JOIN attributions a ON a.run_id = m.run_id AND a.target = m.target AND a.image_id = m.image_id
JOIN scores s ON s.run_id = m.run_id AND s.target = m.target AND s.image_id = m.image_id
WHERE c.run_id = (SELECT run_id FROM checks ORDER BY checked_at DESC, run_id LIMIT 1)
ORDER BY c.suspicion_rank, m.distance, m.image_id
LIMIT 20;

-- What changed since the baseline
SELECT later.target_name, earlier.images AS images_before, later.images AS images_after,
       later.accuracy - earlier.accuracy AS accuracy_change,
       later.corner_share.mean - earlier.corner_share.mean AS corner_share_change,
       later.entropy.mean - earlier.entropy.mean AS entropy_change
FROM summary later
JOIN summary earlier ON earlier.target = later.target
JOIN (SELECT run_id, baseline_run FROM checks WHERE baseline_run IS NOT NULL ORDER BY checked_at DESC, run_id LIMIT 1) audited
  ON later.run_id = audited.run_id AND earlier.run_id = audited.baseline_run
ORDER BY abs(later.corner_share.mean - earlier.corner_share.mean) DESC, later.target_name;

-- Where each class looks
SELECT target_name, images, relevance_shape, mean_relevance
FROM summary
WHERE run_id = (SELECT run_id FROM checks ORDER BY checked_at DESC, run_id LIMIT 1)
  AND target_name IS NOT NULL AND images > 0
ORDER BY target_name;

-- What could not be explained
SELECT stage, error, count(*) AS images, min(image_id) AS example
FROM attributions
WHERE status = 'failed' AND run_id = (SELECT run_id FROM checks ORDER BY checked_at DESC, run_id LIMIT 1)
GROUP BY stage, error
ORDER BY images DESC, stage, error;
