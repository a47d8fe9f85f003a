"""Made-up products for measuring, as many as are asked for: every row a sample, its source "generated".

The catalogue grows as a real one does: more villages, more makers and more brands, not more products of the same name.
A village has a hundred products, forty of them of the craft it is known for; a maker has twenty.
"""

import asyncpg

PRODUCTS = 2000

_BEFORE = "SET LOCAL session_replication_role = replica; SET LOCAL work_mem = '128MB'"  # made whole: nothing to check

_INDEXES = """
SELECT indexrelid::regclass::text AS name, pg_get_indexdef(indexrelid) AS definition
FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = pg_class.relam
WHERE indrelid = 'product'::regclass AND amname = 'gin'
"""

_GROUND = """
CREATE TEMPORARY TABLE craft ON COMMIT DROP AS
SELECT n - 1 AS n, name FROM unnest(ARRAY['Gốm', 'Lụa', 'Cốm', 'Chè lam', 'Tương', 'Miến dong', 'Nón lá', 'Mật ong',
  'Trà sen', 'Bưởi', 'Giò lụa', 'Rượu nếp', 'Sữa chua', 'Mây tre đan', 'Sơn mài', 'Nước mắm'])
  WITH ORDINALITY AS craft(name, n);
CREATE TEMPORARY TABLE kind ON COMMIT DROP AS
SELECT n - 1 AS n, name FROM unnest(ARRAY['truyền thống', 'hảo hạng', 'men lam', 'nguyên chất', 'hữu cơ', 'cổ truyền',
  'sấy khô', 'ngũ vị', 'thủ công', 'quà biếu', 'hoa vàng', 'đặc biệt', 'mộc', 'xuất khẩu'])
  WITH ORDINALITY AS kind(name, n);
CREATE TEMPORARY TABLE village ON COMMIT DROP AS
WITH head AS (
  SELECT * FROM unnest(ARRAY['Bát', 'Vạn', 'Mễ', 'Đường', 'Quảng', 'Thanh', 'Phú', 'Liên', 'Kim', 'Hòa', 'Tân', 'Đại',
    'Minh', 'Yên', 'Xuân', 'Đông', 'Tây', 'Nam', 'Trung', 'Thượng', 'Hạ', 'Vĩnh', 'Hồng', 'Cao', 'Chương', 'Thạch',
    'Đan', 'Ninh', 'Song', 'Ngọc', 'Bình', 'Cẩm', 'Duyên', 'Hải', 'Hương', 'Khánh', 'Long', 'Mỹ', 'Nghĩa', 'Sơn',
    'Tam', 'Tiên', 'Trường', 'Văn', 'Vân']) WITH ORDINALITY AS head(word, n)
), tail AS (
  SELECT * FROM unnest(ARRAY['Tràng', 'Phúc', 'Trì', 'Lâm', 'Cầu', 'Mỹ', 'Nghĩa', 'Bạt', 'Lan', 'Xá', 'Lập', 'Mỗ',
    'Khai', 'Sở', 'Nộn', 'Anh', 'Đằng', 'Hồng', 'Châu', 'Cát', 'Mão', 'Hưng', 'Vân', 'Dương', 'Hà', 'Đình', 'Phượng',
    'Khê', 'Thôn', 'Trạch', 'Quang', 'Thịnh', 'Tiến', 'Viên', 'Lương', 'Giang', 'Điền', 'Kỵ', 'Lợi', 'Thành', 'Đức',
    'Ngãi', 'Ninh', 'Phong', 'Sơn']) WITH ORDINALITY AS tail(word, n)
)
SELECT row_number() OVER (ORDER BY head.n + tail.n > 2, head.n <> tail.n, head.n * 31 % 47, tail.n) - 1 AS n,
       head.word || ' ' || tail.word AS name
FROM head, tail LIMIT greatest(20, {count} / 100);
INSERT INTO producer (slug, name, kind, source, sample)
SELECT 'nha-' || no, (ARRAY['HTX ', 'Công ty ', 'Hộ kinh doanh '])[1 + no % 3] || initcap(
         substr('bcdghklmnprstvx', 1 + no % 15, 1) || substr('aeiou', 1 + no / 15 % 5, 1)
         || substr('vtnlrcmsb', 1 + no / 75 % 9, 1) || substr('aieo', 1 + no / 675 % 4, 1)
         || 'co') || ' ' || village.name,
       'cooperative', 'generated', true
FROM generate_series(1, {count} / 20) AS no
JOIN village ON village.n = no % (SELECT count(*) FROM village);
INSERT INTO region (level, code, name, kind, short_name, slug, valid_to, source)
SELECT 'district', 'b' || n, 'Huyện Thử ' || n, 'huyện', 'Thử ' || n, 'thu-' || n, '2025-06-30', 'generated'
FROM generate_series(1, 30) n;
INSERT INTO product_group (scheme, code, slug, name_vi, name_en, source)
SELECT '148', 'b' || n, 'nhom-' || n, 'Nhóm ' || n, 'Group ' || n, 'generated' FROM generate_series(1, 6) n;
INSERT INTO place (slug, kind, name, lat, lon, sample)
SELECT 'diem-' || n, 'sales_point', 'Điểm thử ' || n, 21 + n / 100.0, 105.8, true FROM generate_series(1, 10) n;
"""

_GOODS = """
INSERT INTO registered_product (slug, name, producer_id, group_id, district_written, district_id, sample)
SELECT 'sp-' || no, craft.name || ' ' || kind.name || ' ' || village.name || ' số ' || (1 + no % 97), producer.id,
       product_group.id, 'Thử ' || (1 + no % 30), region.id, true
FROM generate_series(1, {count}) AS no
JOIN village ON village.n = no % (SELECT count(*) FROM village)
JOIN craft ON craft.n = CASE WHEN abs(hashint4(no)) % 10 < 4 THEN village.n ELSE abs(hashint4(no)) / 10 END % 16
JOIN kind ON kind.n = abs(hashint4(no + 7)) % 14
JOIN producer ON producer.slug = 'nha-' || (1 + no % ({count} / 20))
JOIN product_group ON product_group.slug = 'nhom-' || (1 + no % 6)
JOIN region ON region.slug = 'thu-' || (1 + no % 30);
INSERT INTO certificate (code, registered_product_id, status, stars, decision_no, date_precision, issued_on,
                         in_force_from, in_force_until, sample)
SELECT 'B-' || slug, id, 'certified', 3 + (abs(hashtext(slug)) % 100 > 45)::int + (abs(hashtext(slug)) % 100 > 96)::int,
       '148/QĐ', 'day', shop_today() - 30, shop_today() - 30, shop_today() + 1000, true
FROM registered_product WHERE slug LIKE 'sp-%';
INSERT INTO product (slug, name, registered_product_id, producer_id, image, min_price, search_text, listed_at,
                     published_at, grade, sample)
SELECT r.slug, r.name, r.id, r.producer_id, '/static/art/craft-1.svg', 10000 + (hashtext(r.slug) & 1023) * 500,
       p.name || ' ' || r.district_written, moment.at, moment.at, 2 * c.stars, true
FROM registered_product r JOIN producer p ON p.id = r.producer_id JOIN certificate c ON c.registered_product_id = r.id
CROSS JOIN LATERAL (SELECT shop_now() - (abs(hashtext(r.slug)) % 8640000) * interval '1 second' AS at) AS moment
WHERE r.slug LIKE 'sp-%';
INSERT INTO variant (product_id, producer_id, name, sku, price, unit, sample)
SELECT id, producer_id, '', 'B-' || slug, min_price, 'hộp', true FROM product WHERE slug LIKE 'sp-%';
INSERT INTO stock_level (variant_id, place_id, on_hand, sample)
SELECT v.id, p.id, 100000, true FROM variant v CROSS JOIN place p
WHERE v.sku LIKE 'B-sp-%' AND p.slug IN ('diem-1', 'diem-2', 'diem-3');
INSERT INTO movement (level_id, kind, on_hand, held, actor) SELECT id, 'receive', on_hand, 0, 'bench' FROM stock_level;
INSERT INTO shelf (variant_id, place_id) SELECT variant_id, place_id FROM stock_level;
"""


async def make_goods(url: str, count: int = PRODUCTS) -> None:
    """Fill an empty, migrated database; indexes of words are built once all rows are there."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(_BEFORE)
            indexes = await connection.fetch(_INDEXES)
            for index in indexes:
                await connection.execute(f"DROP INDEX {index['name']}")
            for part in (_GROUND, _GOODS):
                await connection.execute(part.replace("{count}", str(count)))
            for index in indexes:
                await connection.execute(index["definition"])
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
