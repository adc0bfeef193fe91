"""People who work on the site. The e-mail address is the name."""

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models


class Users(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        return self.get(email__iexact=email)


class User(AbstractUser):
    username = None
    email = models.EmailField(unique=True)

    objects = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []
