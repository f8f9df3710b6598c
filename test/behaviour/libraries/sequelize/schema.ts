import { DataTypes, Model, type BelongsToGetAssociationMixin, type CreationOptional, type ForeignKey, type HasManyGetAssociationsMixin, type InferAttributes, type InferCreationAttributes, type NonAttribute, type Sequelize } from 'sequelize';

export class Country extends Model<InferAttributes<Country>, InferCreationAttributes<Country>> {
  declare id: CreationOptional<number>;
  declare code: string;
  declare name: string | null;
}

export class Author extends Model<InferAttributes<Author>, InferCreationAttributes<Author>> {
  declare id: CreationOptional<number>;
  declare name: string;
  declare email: string;
  declare countryId: ForeignKey<number | null>;
  declare books?: NonAttribute<Book[]>;
  declare getBooks: HasManyGetAssociationsMixin<Book>;
}

export class Book extends Model<InferAttributes<Book>, InferCreationAttributes<Book>> {
  declare id: CreationOptional<number>;
  declare authorId: ForeignKey<number | null>;
  declare title: string;
  declare pages: number | null;
  declare inPrint: CreationOptional<boolean>;
  declare author?: NonAttribute<Author>;
  declare getAuthor: BelongsToGetAssociationMixin<Author | null>;
  declare reviews?: NonAttribute<Review[]>;
}

export class Review extends Model<InferAttributes<Review>, InferCreationAttributes<Review>> {
  declare id: CreationOptional<number>;
  declare bookId: ForeignKey<number>;
  declare stars: number;
  declare note: string | null;
  declare book?: NonAttribute<Book>;
}

export function defineModels(sequelize: Sequelize) {
  const id = { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true };
  const options = { sequelize, timestamps: false, underscored: true };
  Country.init({ id, code: { type: DataTypes.TEXT, allowNull: false, unique: true }, name: DataTypes.TEXT }, { ...options, tableName: 'countries' });
  Author.init({
    id,
    name: { type: DataTypes.TEXT, allowNull: false },
    email: { type: DataTypes.TEXT, allowNull: false, unique: true },
    countryId: DataTypes.INTEGER,
  }, { ...options, tableName: 'authors' });
  Book.init({
    id,
    authorId: DataTypes.INTEGER,
    title: { type: DataTypes.TEXT, allowNull: false },
    pages: DataTypes.INTEGER,
    inPrint: { type: DataTypes.BOOLEAN, allowNull: false, defaultValue: true },
  }, { ...options, tableName: 'books' });
  Review.init({
    id,
    bookId: { type: DataTypes.INTEGER, allowNull: false },
    stars: { type: DataTypes.INTEGER, allowNull: false },
    note: DataTypes.TEXT,
  }, { ...options, tableName: 'reviews' });
  Author.hasMany(Book, { as: 'books', foreignKey: 'authorId' });
  Book.belongsTo(Author, { as: 'author', foreignKey: 'authorId' });
  Book.hasMany(Review, { as: 'reviews', foreignKey: 'bookId' });
  Review.belongsTo(Book, { as: 'book', foreignKey: 'bookId' });
}
