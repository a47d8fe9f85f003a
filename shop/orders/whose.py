"""Whose an order is."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select

from shop.accounts.models import Person
from shop.orders.models import Order


def own_orders(person_id: UUID) -> ColumnElement[bool]:
    """Orders a person placed signed in, and guests' orders for the phone this person has proved to have.

    Only a proved phone counts: anybody may type a number into their account.
    """
    proved = select(Person.phone).where(Person.id == person_id, Person.phone_verified_at.is_not(None))
    by_phone = and_(Order.person_id.is_(None), Order.contact_phone == proved.scalar_subquery())
    return or_(Order.person_id == person_id, by_phone)
