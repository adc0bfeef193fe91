-- step: 70 group_value
-- scope: once
-- about: Every value of every group attribute with its key. Key 0 is what is not known.
WITH fixed(kind, key, id, name) AS (
    VALUES ('line_of_business', 1, 'commercial', 'Commercial'),
           ('line_of_business', 2, 'commercial_partial', 'Commercial, part of the services'),
           ('line_of_business', 3, 'medicare_ffs', 'Medicare, fee for service'),
           ('line_of_business', 4, 'medicare_advantage', 'Medicare Advantage'),
           ('line_of_business', 5, 'medicaid_ffs', 'Medicaid, fee for service'),
           ('line_of_business', 6, 'medicaid_managed', 'Medicaid, managed care'),
           ('line_of_business', 7, 'dual_integrated', 'Medicare and Medicaid in one plan'),
           ('line_of_business', 8, 'other_public', 'Other public'),
           ('line_of_business', 9, 'self_pay', 'Self pay'),
           ('age_band', 1, '0-17', '0-17'), ('age_band', 2, '18-44', '18-44'), ('age_band', 3, '45-64', '45-64'),
           ('age_band', 4, '65-74', '65-74'), ('age_band', 5, '75+', '75+'),
           ('sex', 1, 'female', 'Female'), ('sex', 2, 'male', 'Male'),
           ('race_ethnicity', 1, 'american_indian', 'American Indian or Alaska Native'),
           ('race_ethnicity', 2, 'asian', 'Asian'),
           ('race_ethnicity', 3, 'black', 'Black or African American'),
           ('race_ethnicity', 4, 'hispanic', 'Hispanic or Latino'),
           ('race_ethnicity', 5, 'middle_eastern', 'Middle Eastern or North African'),
           ('race_ethnicity', 6, 'pacific_islander', 'Native Hawaiian or Pacific Islander'),
           ('race_ethnicity', 7, 'white', 'White'),
           ('race_ethnicity', 8, 'multiple', 'More than one'),
           ('language', 1, 'english', 'English'), ('language', 2, 'spanish', 'Spanish'), ('language', 3, 'other', 'Other'),
           ('disability', 1, 'yes', 'Yes'), ('disability', 2, 'no', 'No'),
           ('deprivation_quintile', 1, '1', '1, most deprived'), ('deprivation_quintile', 2, '2', '2'),
           ('deprivation_quintile', 3, '3', '3'), ('deprivation_quintile', 4, '4', '4'),
           ('deprivation_quintile', 5, '5', '5, least deprived'),
           ('rurality', 1, 'urban', 'Urban'), ('rurality', 2, 'large_rural', 'Large rural'),
           ('rurality', 3, 'small_rural', 'Small rural'), ('rurality', 4, 'isolated', 'Isolated'),
           ('practice_type', 1, 'independent', 'Independent'), ('practice_type', 2, 'hospital_owned', 'Hospital-owned'),
           ('practice_type', 3, 'health_centre', 'Health centre'),
           ('practice_type', 4, 'rural_health_clinic', 'Rural health clinic'),
           ('practice_type', 5, 'government', 'Government'), ('practice_type', 6, 'academic', 'Academic'),
           ('practice_type', 7, 'retail', 'Retail'), ('practice_type', 8, 'other', 'Other')
), organization_name AS (
    SELECT organization_id, MIN(organization_name) AS name
    FROM practice_base
    GROUP BY organization_id
), value AS (
    SELECT kind, key, id, name, FALSE AS by_name FROM fixed
    UNION ALL
    SELECT DISTINCT kind, 0, 'unknown', 'Unknown', FALSE FROM fixed
    UNION ALL
    SELECT 'payer', key, id, id, TRUE FROM id_payer
    UNION ALL
    SELECT 'area', d.key, d.id, COALESCE(a.area_name, d.id), TRUE
    FROM id_area AS d LEFT JOIN area AS a ON a.area_id = d.key
    UNION ALL
    SELECT 'practice', d.key, d.id, COALESCE(p.practice_name, d.id), TRUE
    FROM id_practice AS d LEFT JOIN practice_base AS p ON p.practice_id = d.key
    UNION ALL
    SELECT 'organization', d.key, d.id, COALESCE(o.name, d.id), TRUE
    FROM id_organization AS d LEFT JOIN organization_name AS o ON o.organization_id = d.key
    UNION ALL
    SELECT v.* FROM (VALUES ('payer', 0, 'unknown', 'Unknown', TRUE), ('area', 0, 'unknown', 'Unknown', TRUE),
                            ('practice', 0, 'unattributed', 'Unattributed', TRUE),
                            ('organization', 0, 'unattributed', 'Unattributed', TRUE)) AS v
)
SELECT kind,
       CAST(key AS INTEGER) AS key,
       id,
       name,
       CAST(ROW_NUMBER() OVER (PARTITION BY kind ORDER BY key = 0, CASE WHEN by_name THEN name END, key) AS INTEGER)
           AS sort_order
FROM value
ORDER BY kind, key
