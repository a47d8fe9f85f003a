"""Two thousand made-up products for measuring, each row marked as a sample."""

import asyncpg

PRODUCTS = 2000

_WORDS = """
INSERT INTO producer (slug, name, kind, sample)
SELECT 'nha-' || n,
       'HTX ' || (ARRAY['Bát Tràng', 'Vạn Phúc', 'Mễ Trì', 'Đường Lâm', 'Quảng Phú Cầu'])[1 + n % 5] || ' ' || n,
       'cooperative', true
FROM generate_series(1, 100) n;
INSERT INTO region (level, code, name, kind, short_name, slug, valid_to, source)
SELECT 'district', 'b' || n, 'Huyện Thử ' || n, 'huyện', 'Thử ' || n, 'thu-' || n, '2025-06-30', 'generated'
FROM generate_series(1, 30) n;
INSERT INTO product_group (scheme, code, slug, name_vi, name_en, source)
SELECT '148', 'b' || n, 'nhom-' || n, 'Nhóm ' || n, 'Group ' || n, 'generated' FROM generate_series(1, 6) n;
INSERT INTO place (slug, kind, name, lat, lon, sample)
SELECT 'diem-' || n, 'sales_point', 'Điểm thử ' || n, 21 + n / 100.0, 105.8, true FROM generate_series(1, 10) n;
INSERT INTO registered_product (slug, name, producer_id, group_id, district_written, district_id, sample)
SELECT 'sp-' || n,
       (ARRAY['Gốm', 'Lụa', 'Cốm', 'Chè', 'Tương', 'Miến', 'Nón', 'Mật ong'])[1 + n % 8] || ' '
         || (ARRAY['Bát Tràng', 'Vạn Phúc', 'làng Vòng', 'sen Tây Hồ', 'Đông Anh'])[1 + n % 5] || ' số ' || n,
       (SELECT id FROM producer WHERE slug = 'nha-' || (1 + n % 100)),
       (SELECT id FROM product_group WHERE slug = 'nhom-' || (1 + n % 6)),
       'Thử ' || (1 + n % 30), (SELECT id FROM region WHERE slug = 'thu-' || (1 + n % 30)), true
FROM generate_series(1, {count}) n;
INSERT INTO certificate (code, registered_product_id, status, stars, decision_no, date_precision, issued_on,
                         in_force_from, in_force_until, sample)
SELECT 'B-' || slug, id, 'certified', 3 + (hashtext(slug) & 1), '148/QĐ', 'day', shop_today() - 30,
       shop_today() - 30, shop_today() + 1000, true
FROM registered_product WHERE slug LIKE 'sp-%';
INSERT INTO product (slug, name, registered_product_id, producer_id, image, min_price, search_text, listed_at, sample)
SELECT r.slug, r.name, r.id, r.producer_id, '/static/art/craft-1.svg', 10000 + (hashtext(r.slug) & 1023) * 500,
       p.name || ' ' || r.district_written, shop_now() - random() * interval '100 days', true
FROM registered_product r JOIN producer p ON p.id = r.producer_id WHERE r.slug LIKE 'sp-%';
INSERT INTO variant (product_id, name, sku, price, unit, sample)
SELECT id, '', 'B-' || slug, min_price, 'hộp', true FROM product WHERE slug LIKE 'sp-%';
INSERT INTO stock_level (variant_id, place_id, on_hand, sample)
SELECT v.id, p.id, 100000, true FROM variant v CROSS JOIN place p
WHERE v.sku LIKE 'B-sp-%' AND p.slug IN ('diem-1', 'diem-2', 'diem-3');
INSERT INTO movement (level_id, kind, on_hand, held, actor) SELECT id, 'receive', on_hand, 0, 'bench' FROM stock_level;
INSERT INTO shelf (variant_id, place_id) SELECT variant_id, place_id FROM stock_level;
"""


async def make_goods(url: str, count: int = PRODUCTS) -> None:
    """Fill an empty, migrated database."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute(_WORDS.replace("{count}", str(count)))
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()
